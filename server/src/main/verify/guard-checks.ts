import type { Check } from "./check.ts";

/** Tables whose rows belong to a business and must be closed to every other. */
const OWNED = `
  select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'business_id' and not a.attisdropped
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname <> 'outbox'`;

/** What a business offers: each edit raises the version of its catalogue. */
const OFFERED = [
  "businesses",
  "calendar_dates",
  "calendars",
  "fares",
  "journey_frequencies",
  "journeys",
  "location_holidays",
  "location_hours",
  "locations",
  "offerings",
  "rental_prices",
  "rental_units",
  "rentals",
  "room_rates",
  "room_types",
  "routes",
  "service_staff",
  "services",
  "staff",
  "staff_breaks",
  "staff_exceptions",
  "staff_windows",
  "stops",
  "tax_settings",
  "timetable_stops",
  "timetables",
  "trips",
  "units",
  "vehicle_seats",
  "vehicles",
];

const TRIGGERS = [
  ...OFFERED.flatMap((table) =>
    ["added", "changed", "removed"].map((how) => `${table}_edit_${how}`),
  ),
  "catalogue_edits_raise",
  "bookings_begin",
  "bookings_own_claims",
  "bookings_move",
  "pending_ends_in_time",
  "bookings_own",
  "bookings_stay",
  "bookings_event",
  "bookings_inventory",
  "booking_owns_its_claims",
  "booking_items_agreed",
  "booking_items_stay",
  "amendments_move",
  "amendments_stay",
  "booking_events_append_only",
  "booking_events_no_truncate",
  "booking_events_chain",
  "claims_guard",
  "claims_seat_stands",
  "timetable_stops_keep_added",
  "timetable_stops_keep_changed",
  "timetable_stops_keep_removed",
  "trips_keep_sold",
  "trips_keep_sold_vehicle",
  "trips_follow",
  "vehicle_seats_keep_numbers",
  "vehicle_seats_keep_sold",
  "pool_claims_count",
  "audit_log_append_only",
  "audit_log_no_truncate",
  "businesses_move",
  "messages_limit_unproved",
  "businesses_keep_currency",
  "businesses_version",
  "calendars_version",
  "invoice_counters_stay",
  "items_are_their_share",
  "journeys_version",
  "locations_version",
  "members_keep_an_owner",
  "members_version",
  "offerings_version",
  "payment_shares_allocate",
  "refunds_version",
  "rental_units_hold_unit",
  "rental_units_keep_acknowledged",
  "rental_units_version",
  "room_types_capacity",
  "room_types_close_pool",
  "room_types_open_pool",
  "share_is_its_items",
  "staff_exceptions_hold_unit",
  "staff_exceptions_keep_acknowledged",
  "staff_hold_unit",
  "staff_keep_acknowledged",
  "staff_version",
  "stops_version",
  "tax_settings_version",
  "trips_version",
  "users_version",
  "vehicles_version",
];

/** The guards exist and are switched on, and row-level security holds when tested. */
export const guardChecks: readonly Check[] = [
  {
    guarantee: 0,
    title: "the constraints against overlaps, overflows and duplicates are in force",
    query: `
      select count(*) as checked, count(*) filter (where c.oid is null or not c.convalidated) as broken
      from (values ('claims_never_overlap'), ('seat_claims_never_overlap'), ('seat_claim_is_cut'),
        ('pool_within_capacity'), ('booking_stamped'),
        ('business_stamped'), ('item_owns_something'), ('idempotency_keys_pkey')) w(name)
      left join pg_constraint c on c.conname = w.name`,
  },
  {
    guarantee: 0,
    title: "the triggers that guard the lifecycle, sold inventory and edits are switched on",
    query: `
      select count(*) as checked, count(*) filter (where t.tgenabled is distinct from 'O') as broken
      from (values ${TRIGGERS.map((name) => `('${name}')`).join(", ")}) w(name)
      left join pg_trigger t on t.tgname = w.name`,
  },
  {
    guarantee: 10,
    title: "a stranger sees no business that is not approved",
    scope: "public",
    query: `
      select count(*) as checked, count(*) filter (where status <> 'approved') as broken from businesses`,
  },
  {
    guarantee: 10,
    title: "a stranger sees nothing on sale of a business that is not approved",
    scope: "public",
    query: `
      select count(*) as checked, count(*) filter (where not exists (
        select 1 from businesses b where b.id = o.business_id and b.status = 'approved')) as broken
      from (select business_id from offerings union all select business_id from locations
        union all select business_id from staff union all select business_id from stops) o`,
  },
  {
    guarantee: 11,
    title: "a stranger sees no booking, claim, member or audit row",
    scope: "public",
    query: `
      select (select count(*) from bookings) + (select count(*) from claims)
        + (select count(*) from members) + (select count(*) from audit_log)
        + (select count(*) from users) + (select count(*) from orders) as broken, 6 as checked`,
  },
  {
    guarantee: 11,
    title: "every table of a business has row-level security, forced",
    query: `select count(*) as checked,
      count(*) filter (where not relrowsecurity or not relforcerowsecurity) as broken from (${OWNED}) t`,
  },
  {
    guarantee: 11,
    title: "every table of a business leads its primary key with business_id",
    query: `
      select count(*) as checked, count(*) filter (where a.attname is distinct from 'business_id') as broken
      from (${OWNED}) t
      left join pg_constraint k on k.conrelid = t.oid and k.contype = 'p'
      left join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1]`,
  },
  {
    guarantee: 11,
    title: "the server works as a role that owns nothing and cannot bypass a policy",
    query: `
      select 1 as checked, count(*) as broken from pg_roles r
      where r.rolname = current_user and (r.rolsuper or r.rolbypassrls or r.rolcreaterole
        or exists (select 1 from pg_class c where c.relowner = r.oid))`,
  },
  {
    guarantee: 18,
    title:
      "the server's login cannot become the owner, and cannot hide a table behind a temporary one",
    query: "select 8 as checked, count(*) as broken from ways_past_walls()",
  },
  {
    guarantee: 18,
    title: "every engine function has its own search path",
    query: `
      select count(*) as checked, count(*) filter (where not exists (
        select from unnest(p.proconfig) c where c = 'search_path=public, pg_temp')) as broken
      from pg_proc p join pg_language l on l.oid = p.prolang
      where p.pronamespace = 'public'::regnamespace and l.lanname = 'plpgsql'`,
  },
  {
    guarantee: 18,
    title: "the server may write only the payment columns it needs",
    query: `
      select count(*) as checked, count(*) filter (where has_column_privilege(current_user, t, c, 'update')) as broken
      from (values ('payments', 'amount_minor'), ('payments', 'currency'), ('payments', 'order_id'),
        ('payments', 'customer_id'), ('payments', 'refunded_minor'), ('payment_shares', 'amount_minor'),
        ('payment_shares', 'booking_id'), ('payment_shares', 'refunded_minor'), ('refunds', 'amount_minor'),
        ('refunds', 'booking_id'), ('payment_events', 'to_status'), ('payouts', 'amount_minor'),
        ('webhook_inbox', 'body')) w (t, c)`,
  },
  {
    guarantee: 11,
    title: "the server may not write what only the engine's functions may write",
    query: `
      select count(*) as checked, count(*) filter (
        where has_table_privilege(current_user, t, 'insert, update, delete, truncate')) as broken
      from unnest(array['bookings', 'booking_items', 'claims', 'pool_buckets', 'pool_claims',
        'booking_events', 'orders']) t`,
  },
];
