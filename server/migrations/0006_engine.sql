-- Why: the only functions that write bookings, claims, pools and events. They run as holdfast_engine,
-- which is granted those tables; the server is granted only these functions.
-- Lock order, the same everywhere: holder (customer, address) → bookings by (business, id) →
-- units by key → pool buckets by (business, pool, night). Locks: functions only.

-- The booking being rescheduled does not stand in its own way.
create function app_ignored_booking() returns uuid stable parallel safe language sql as
  $$ select nullif(current_setting('app.ignored_booking', true), '')::uuid $$;

-- What is busy, without whose it is: the public may know that a time is taken and nothing more.
create function busy_claims(business uuid, units uuid[], from_at timestamptz, until_at timestamptz, at timestamptz)
returns table (unit_id uuid, seat_no int, starts_at timestamptz, ends_at timestamptz, held boolean)
stable security definer set search_path = public, pg_temp rows 200 language plpgsql as $$
begin
  return query
  select c.unit_id, c.seat_no, c.starts_at, c.ends_at, c.expires_at is not null
  from claims c
  where c.business_id = business and c.unit_id = any (units) and c.blocking
    and c.starts_at < until_at and c.ends_at > from_at
    and (c.expires_at is null or c.expires_at > at)
    and c.booking_id is distinct from app_ignored_booking();
end $$;

create function pool_taken(business uuid, pools uuid[], first_night date, last_night date, at timestamptz)
returns table (pool_id uuid, bucket date, taken int)
stable security definer set search_path = public, pg_temp rows 30 language plpgsql as $$
begin
  return query
  select b.pool_id, b.bucket, b.taken - coalesce((
    select sum(p.quantity)::int from pool_claims p
    where p.business_id = b.business_id and p.pool_id = b.pool_id and p.bucket = b.bucket
      and p.blocking and (p.expires_at <= at or p.booking_id = app_ignored_booking())), 0)
  from pool_buckets b
  where b.business_id = business and b.pool_id = any (pools)
    and b.bucket between first_night and last_night;
end $$;

-- One lock key for a unit (or seat) on one UTC day: what keeps two orders that want the same things
-- in opposite order from waiting for each other in a ring. Seats have no day: a trip is one occasion.
create function unit_lock_keys(unit uuid, seat int, from_at timestamptz, until_at timestamptz)
returns setof bigint immutable parallel safe rows 2 language sql as $$
  select hashtextextended(unit::text || ':' || seat || ':' || day, 7)
  from generate_series(
    case when seat > 0 then 0 else floor(extract(epoch from from_at) / 86400)::bigint end,
    case when seat > 0 then 0 else floor(extract(epoch from until_at) / 86400)::bigint end) day
$$;

-- What a plan asks for, read once and then walked row by row, each by its key. One query over a JSON array costs more
-- than the rows do, and leaves the planner to guess: it took an array for a hundred rows and read whole tables for it.
create type wanted_claim as (
  business_id uuid, booking_id uuid, item_id uuid, unit_id uuid, seat_no int,
  starts_at timestamptz, ends_at timestamptz, expires_at timestamptz, generation int, passenger text);
create type wanted_pick as (
  business_id uuid, booking_id uuid, item_id uuid, pick int, unit_ids uuid[], how_many int,
  starts_at timestamptz, ends_at timestamptz, expires_at timestamptz, generation int);
create type wanted_night as (
  business_id uuid, booking_id uuid, item_id uuid, pool_id uuid, bucket date, quantity int,
  expires_at timestamptz, generation int);
create type wanted as (claims wanted_claim[], picks wanted_pick[], nights wanted_night[]);

-- The claims that stand in a span. Those of one unit and seat never overlap, so of those that begin before it only the
-- last can reach into it: both halves are short walks along claims_unit, however long the unit's history is.
create function claims_within(business uuid, unit uuid, seat int, from_at timestamptz, until_at timestamptz)
returns setof claims stable language sql as $$
  select * from (
    select * from claims c
    where c.business_id = business and c.unit_id = unit and c.seat_no = seat and c.blocking and c.starts_at <= from_at
    order by c.starts_at desc limit 1) before where before.ends_at > from_at
  union all
  select * from claims c
  where c.business_id = business and c.unit_id = unit and c.seat_no = seat and c.blocking
    and c.starts_at > from_at and c.starts_at < until_at
$$;

-- Queues for every fixed unit in key order; when waiting, also for every candidate of every pick.
create function lock_units(want wanted, wait boolean) returns void
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(k) from (
    select distinct k from (
        select c.unit_id, c.seat_no, c.starts_at, c.ends_at from unnest(want.claims) c
        union all
        select u, 0, p.starts_at, p.ends_at from unnest(want.picks) p, unnest(p.unit_ids) u where wait
      ) n, lateral unit_lock_keys(n.unit_id, n.seat_no, n.starts_at, n.ends_at) k
    order by k) keys;
end $$;

-- The overdue holds that stand on what is wanted: they read as free and still occupy the constraint.
create function overdue_holds(want wanted) returns uuid[]
stable language plpgsql as $$
declare
  c wanted_claim;
  n wanted_night;
  found_here uuid[];
  overdue uuid[] := '{}';
begin
  for c in
    select * from unnest(want.claims)
    union all
    select p.business_id, p.booking_id, p.item_id, u, 0, p.starts_at, p.ends_at, p.expires_at, p.generation, null
    from unnest(want.picks) p, unnest(p.unit_ids) u
  loop
    select array_agg(x.booking_id) into found_here
    from claims_within(c.business_id, c.unit_id, c.seat_no, c.starts_at, c.ends_at) x where x.expires_at <= app_now();
    overdue := overdue || found_here;
  end loop;
  foreach n in array want.nights loop
    select array_agg(x.booking_id) into found_here from pool_claims x
    where x.business_id = n.business_id and x.pool_id = n.pool_id and x.bucket = n.bucket
      and x.blocking and x.expires_at <= app_now();
    overdue := overdue || found_here;
  end loop;
  return overdue;
end $$;

-- missed: [{itemId, unitId, seatNo}]. contended: a candidate was only looked at because somebody was busy with it.
create function refuse_taken(kind text, missed jsonb, contended boolean, want wanted) returns void
language plpgsql as $$
begin
  raise exception 'already taken' using errcode = 'HF001', detail = jsonb_build_object('kind', kind, 'missed', missed,
    'contended', contended, 'overdue', cardinality(overdue_holds(want)) > 0)::text;
end $$;

-- Losers of a race for fixed units are turned away here, before they write anything. What is refused is what
-- take_claims() would refuse; what slips through meets the constraint.
create function refuse_claimed(want wanted) returns void
language plpgsql as $$
declare
  c wanted_claim;
  missed jsonb := '[]';
begin
  foreach c in array want.claims loop
    if exists (select from claims_within(c.business_id, c.unit_id, c.seat_no, c.starts_at, c.ends_at)) then
      missed := missed || jsonb_build_object('itemId', c.item_id, 'unitId', c.unit_id, 'seatNo', c.seat_no);
    end if;
  end loop;
  if missed <> '[]' then perform refuse_taken('claim', missed, false, want); end if;
end $$;

-- All fixed claims, in one order for everybody; DO NOTHING, because a plain insert can deadlock on an exclusion
-- constraint (PostgreSQL execIndexing.c). Raises HF001 with what was missed.
create function take_claims(want wanted) returns void
language plpgsql as $$
declare
  c wanted_claim;
  missed jsonb := '[]';
begin
  for c in select * from unnest(want.claims) order by unit_id, seat_no, starts_at loop
    insert into claims (business_id, unit_id, seat_no, booking_id, item_id, starts_at, ends_at, expires_at, passenger,
      generation)
    values (c.business_id, c.unit_id, c.seat_no, c.booking_id, c.item_id, c.starts_at, c.ends_at, c.expires_at,
      c.passenger, c.generation)
    on conflict do nothing;
    if not found then
      missed := missed || jsonb_build_object('itemId', c.item_id, 'unitId', c.unit_id, 'seatNo', c.seat_no);
    -- Looked at after the claim holds its trip: one that was cancelled since the offer is not sold.
    elsif c.seat_no > 0 and exists (
      select from trips t where t.business_id = c.business_id and t.id = c.unit_id and t.status <> 'scheduled') then
      raise exception 'the trip is cancelled' using errcode = 'HF005', detail = '{"what":"trip"}';
    end if;
  end loop;
  if missed <> '[]' then perform refuse_taken('claim', missed, false, want); end if;
end $$;

-- "Any n of these": a free candidate is taken without queueing behind whoever is busy with another
-- (wait false), or with every candidate's lock held (wait true). Answers [{itemId, pick, unitIds}].
create function take_picks(want wanted, wait boolean) returns jsonb
language plpgsql as $$
declare
  p wanted_pick;
  picked uuid[];
  candidate uuid;
  contended boolean;
  answer jsonb := '[]';
begin
  foreach p in array want.picks loop
    picked := '{}';
    contended := false;
    foreach candidate in array p.unit_ids loop
      exit when cardinality(picked) = p.how_many;
      continue when exists (select from claims_within(p.business_id, candidate, 0, p.starts_at, p.ends_at));
      if not wait and not (select bool_and(pg_try_advisory_xact_lock(k))
                           from unit_lock_keys(candidate, 0, p.starts_at, p.ends_at) k) then
        contended := true;
        continue;
      end if;
      insert into claims (business_id, unit_id, booking_id, item_id, starts_at, ends_at, expires_at, generation)
      values (p.business_id, candidate, p.booking_id, p.item_id, p.starts_at, p.ends_at, p.expires_at, p.generation)
      on conflict do nothing;
      if found then picked := picked || candidate; end if;
    end loop;
    if cardinality(picked) < p.how_many then
      perform refuse_taken('pick', jsonb_build_array(jsonb_build_object('itemId', p.item_id)), contended, want);
    end if;
    answer := answer || jsonb_build_object('itemId', p.item_id, 'pick', p.pick,
      'unitIds', to_jsonb(array(select unnest(picked) order by 1)));
  end loop;
  return answer;
end $$;

-- Nights in one order for everybody, each counted by its trigger; a full one fails the check.
create function take_nights(want wanted) returns void
language plpgsql as $$
declare
  n wanted_night;
  broken text;
begin
  if cardinality(want.nights) = 0 then return; end if;
  begin
    for n in select * from unnest(want.nights) order by business_id, pool_id, bucket loop
      insert into pool_claims (business_id, pool_id, bucket, booking_id, item_id, quantity, expires_at, generation)
      values (n.business_id, n.pool_id, n.bucket, n.booking_id, n.item_id, n.quantity, n.expires_at, n.generation);
    end loop;
  exception when check_violation then
    get stacked diagnostics broken = constraint_name;
    if broken <> 'pool_within_capacity' then raise; end if;
    perform refuse_taken('pool', '[]', false, want);
  end;
end $$;

create function take_inventory(want wanted, wait boolean) returns jsonb
language plpgsql as $$
declare
  picks jsonb;
begin
  perform lock_units(want, wait);
  perform take_claims(want);
  picks := take_picks(want, wait);
  perform take_nights(want);
  return picks;
end $$;

-- The stored answer of an earlier request with this key, or null. Its age is judged after it is found by its key: with
-- the age in the query the planner may walk the index on age instead, which is the whole table.
create function find_answer(in_scope text, in_key text, since timestamptz) returns jsonb
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  found_row idempotency_keys;
begin
  select * into found_row from idempotency_keys k where k.scope = in_scope and k.key = in_key;
  if found_row.created_at > since then
    return jsonb_build_object('status', found_row.status, 'body', found_row.body, 'fingerprint', found_row.fingerprint);
  end if;
  return null;
end $$;

-- The number under which an item's inventory is taken next; what it owns, or owned last, has the highest.
create function last_generation(business uuid, booking uuid, item uuid) returns int
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return greatest(
    (select max(c.generation) from claims c
     where c.business_id = business and c.booking_id = booking and c.item_id = item),
    (select max(p.generation) from pool_claims p
     where p.business_id = business and p.booking_id = booking and p.item_id = item));
end $$;

-- Everything of one order in one round trip and one transaction: idempotency row, limits, order, bookings, items,
-- inventory, answer. plan: {order, bookings, items: rows by their columns' names, wanted, wait, limits, idempotency,
-- answer, answerPicks}. Raises HF001 taken, HF002 hold limit, HF005 not on sale any more.
-- HF009 the key was answered meanwhile. Answers {outcome: placed|running, body}.
create function place_order(context jsonb, plan jsonb) returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  idem jsonb := plan->'idempotency';
  answer jsonb := plan->'answer';
  want wanted := jsonb_populate_record(null::wanted, plan->'wanted');
  wait boolean := coalesce((plan->>'wait')::boolean, false);
  o orders := jsonb_populate_record(null::orders, plan->'order');
  b bookings;
  i booking_items;
  picks jsonb;
  chosen jsonb;
  target record;
  holding int;
begin
  perform enter(context);
  if not pg_try_advisory_xact_lock(hashtextextended((idem->>'scope') || '|' || (idem->>'key'), 0)) then
    return jsonb_build_object('outcome', 'running');
  end if;

  -- Hoarding: what one customer, and one address, may hold unpaid at once.
  if (plan->'limits'->>'customer') is not null or (plan->'limits'->>'address') is not null then
    perform pg_advisory_xact_lock(k) from (
      select hashtextextended('holder:' || h, 11) as k
      from unnest(array[o.customer_id::text, o.client_ip]) h
      where h is not null order by 1) keys;
    if (plan->'limits'->>'customer') is not null then
      select count(*) into holding from bookings x
      where x.customer_id = o.customer_id and x.status = 'reserved' and x.expires_at > app_now();
      if holding + jsonb_array_length(plan->'bookings') > (plan->'limits'->>'customer')::int then
        raise exception 'too many holds' using errcode = 'HF002',
          detail = jsonb_build_object('by', 'customer', 'limit', (plan->'limits'->>'customer')::int)::text;
      end if;
    end if;
    if (plan->'limits'->>'address') is not null then
      select count(*) into holding from bookings x
      where x.client_ip = o.client_ip and x.status = 'reserved' and x.expires_at > app_now();
      if holding + jsonb_array_length(plan->'bookings') > (plan->'limits'->>'address')::int then
        raise exception 'too many holds' using errcode = 'HF002',
          detail = jsonb_build_object('by', 'address', 'limit', (plan->'limits'->>'address')::int)::text;
      end if;
    end if;
  end if;

  perform lock_units(want, wait);
  perform refuse_claimed(want);

  insert into orders (id, customer_id, contact_name, contact_phone, locale, currency, total_minor, client_ip, created_at)
  values (o.id, o.customer_id, coalesce(o.contact_name, ''), o.contact_phone, coalesce(o.locale, 'ar'), o.currency,
    o.total_minor, o.client_ip, app_now());

  for b in select * from jsonb_populate_recordset(null::bookings, plan->'bookings') order by business_id loop
    -- Guarantee 10 once more, now: approved, or the caller's own business taking a booking at its desk.
    if not is_public(b.business_id) then
      raise exception 'business is not on sale' using errcode = 'HF005', detail = '{"what":"business"}';
    end if;
    insert into bookings (business_id, id, order_id, reference, customer_id, customer_name, customer_phone, client_ip,
      location_id, source, status, payment_terms, acceptance, currency, total_minor, due_minor, cancel_policy,
      starts_at, ends_at, expires_at, extendable_until, paid_by, created_at)
    values (b.business_id, b.id, o.id, b.reference, o.customer_id, coalesce(o.contact_name, ''), o.contact_phone,
      o.client_ip, b.location_id, coalesce(b.source, 'web'), b.status, b.payment_terms, b.acceptance, b.currency,
      b.total_minor, b.due_minor, b.cancel_policy, b.starts_at, b.ends_at, b.expires_at, b.extendable_until,
      b.paid_by, app_now());
  end loop;

  for i in select * from jsonb_populate_recordset(null::booking_items, plan->'items') loop
    insert into booking_items (business_id, booking_id, id, position, kind, offering_id, starts_at, ends_at, quantity,
      claims_needed, pool_needed, price_minor, details)
    values (i.business_id, i.booking_id, i.id, i.position, i.kind, i.offering_id, i.starts_at, i.ends_at, i.quantity,
      i.claims_needed, i.pool_needed, i.price_minor, i.details);
  end loop;

  perform take_claims(want);
  picks := take_picks(want, wait);
  perform take_nights(want);
  -- The picked units are known only now: write them where the plan says they stand in the answer.
  for chosen in select * from jsonb_array_elements(picks) loop
    for target in
      select array(select jsonb_array_elements_text(a->'path')) as path from jsonb_array_elements(plan->'answerPicks') a
      where a->>'itemId' = chosen->>'itemId' and (a->>'pick')::int = (chosen->>'pick')::int
    loop
      answer := jsonb_set(answer, target.path, chosen->'unitIds');
    end loop;
  end loop;

  -- The caller looked for the key on the snapshot that it judged by. Another copy that committed since then is found
  -- here: everything above is undone, and the caller looks again.
  insert into idempotency_keys as k (scope, key, fingerprint, status, body)
  values (idem->>'scope', idem->>'key', idem->>'fingerprint', 201, answer)
  on conflict (scope, key) do update set fingerprint = excluded.fingerprint, status = excluded.status,
    body = excluded.body, created_at = excluded.created_at
  where k.created_at <= app_now() - interval '72 hours';
  if not found then
    raise exception 'this key was answered meanwhile' using errcode = 'HF009';
  end if;
  return jsonb_build_object('outcome', 'placed', 'body', answer);
end $$;

-- Marks as expired the overdue holds that stand on the given units and nights; answers how many.
-- SKIP LOCKED: whoever holds such a booking is already confirming, cancelling or expiring it.
create function sweep_expired(context jsonb, wanted jsonb) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform enter(context);
  return expire_bookings(overdue_holds(jsonb_populate_record(null::wanted, wanted)));
end $$;

create function expire_bookings(ids uuid[]) returns int
language plpgsql as $$
declare
  locked uuid[];
begin
  if cardinality(ids) = 0 then return 0; end if;
  select array(
    select b.id from bookings b
    where b.id = any (ids) and b.status in ('reserved', 'pending') and b.expires_at <= app_now()
    order by b.business_id, b.id for update skip locked) into locked;
  -- All buckets of the batch in one order, before any of the bookings releases its own.
  perform 1 from pool_buckets k
  where exists (select 1 from pool_claims p where p.booking_id = any (locked) and p.business_id = k.business_id
    and p.pool_id = k.pool_id and p.bucket = k.bucket and p.blocking)
  order by k.business_id, k.pool_id, k.bucket for no key update;
  perform set_config('app.reason', 'hold ran out', true);
  update bookings set status = 'expired' where id = any (locked);
  perform set_config('app.reason', '', true);
  return cardinality(locked);
end $$;

-- Hygiene for the timed task: nothing depends on it having run.
create function expire_due(context jsonb, most int) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform enter(context);
  return expire_bookings(array(
    select id from bookings where status in ('reserved', 'pending') and expires_at <= app_now()
    order by expires_at limit most));
end $$;

-- Guarantee 11 inside the doors: its customer, its business's members and keys, and the platform.
create function may_touch(b bookings) returns boolean
stable language sql as $$
  select app_scope() = 'platform'
    or (app_scope() = 'member' and b.business_id = app_business())
    or (app_scope() = 'customer' and (b.customer_id = app_user() or exists (
      select 1 from members m where m.business_id = b.business_id and m.user_id = app_user())))
$$;

create function lock_booking(booking uuid) returns bookings
language plpgsql as $$
declare
  b bookings;
begin
  select * into b from bookings x
  where x.id = booking and may_touch(x) for update;
  if not found then
    raise exception 'no such booking' using errcode = 'HF005', detail = '{"what":"booking"}';
  end if;
  return b;
end $$;

-- Moves a booking along the lifecycle; the caller has entered its context and decided that it may.
-- version null skips the optimistic check. Raises HF003, HF005, HF006.
create function move_booking(booking uuid, target text, why text, by_whom text, back_to text, paid jsonb,
  expected_version int) returns bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking(booking);
begin
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006',
      detail = jsonb_build_object('version', b.version)::text;
  end if;
  -- An overdue hold is expired whether or not anybody has written it down: confirming it is a late payment.
  if b.status in ('reserved', 'pending') and b.expires_at <= app_now() and target <> 'expired' then
    raise exception 'hold ran out' using errcode = 'HF003',
      detail = jsonb_build_object('from', 'expired', 'to', target)::text;
  end if;
  -- Nothing moves to where it is; and from 'expired' only reclaim_booking() leads back, which takes the place again.
  if b.status = target or b.status = 'expired' then
    raise exception 'no such move' using errcode = 'HF003',
      detail = jsonb_build_object('from', b.status, 'to', target)::text;
  end if;
  perform set_config('app.reason', coalesce(why, ''), true);
  update bookings set status = target,
    cancelled_by = case when target = 'cancelled' then by_whom else cancelled_by end,
    cancel_reason = case when target = 'cancelled' then why else cancel_reason end,
    refund_to = case when target = 'cancelled' then back_to else refund_to end,
    paid_by = coalesce(paid, paid_by),
    expires_at = case when target = 'pending' then null else expires_at end
  where business_id = b.business_id and id = b.id returning * into b;
  perform set_config('app.reason', '', true);
  return b;
end $$;

-- Late money: the hold is over, its inventory is taken again in this transaction or HF001 is raised.
create function reclaim_booking(booking uuid, why text, paid jsonb) returns bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking(booking);
  again wanted;
begin
  if b.status <> 'expired' and not coalesce(b.status in ('reserved', 'pending') and b.expires_at <= app_now(), false) then
    raise exception 'not expired' using errcode = 'HF003',
      detail = jsonb_build_object('from', b.status, 'to', 'confirmed')::text;
  end if;
  select array(
      select (c.business_id, c.booking_id, c.item_id, c.unit_id, c.seat_no, c.starts_at, c.ends_at, null,
        c.generation + 1, c.passenger)::wanted_claim
      from claims c where c.business_id = b.business_id and c.booking_id = b.id
        and c.generation = last_generation(c.business_id, c.booking_id, c.item_id)),
    '{}',
    array(
      select (p.business_id, p.booking_id, p.item_id, p.pool_id, p.bucket, p.quantity, null, p.generation + 1)::wanted_night
      from pool_claims p where p.business_id = b.business_id and p.booking_id = b.id
        and p.generation = last_generation(p.business_id, p.booking_id, p.item_id))
  into again.claims, again.picks, again.nights;
  -- Units before buckets, as everywhere: writing down that it ran out releases its nights.
  perform lock_units(again, true);
  update bookings set status = 'expired'
  where business_id = b.business_id and id = b.id and status <> 'expired';
  perform expire_bookings(overdue_holds(again));
  perform take_inventory(again, true);
  perform set_config('app.reason', coalesce(why, ''), true);
  update bookings set status = 'confirmed', paid_by = coalesce(paid, paid_by)
  where business_id = b.business_id and id = b.id returning * into b;
  perform set_config('app.reason', '', true);
  return b;
end $$;

-- A hold may be prolonged, never beyond its cap (30 minutes from the first claim).
create function extend_order(target uuid, until_at timestamptz) returns setof bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings;
begin
  -- An order runs out together: whoever may not touch all of it prolongs none of it.
  if exists (select 1 from bookings x where x.order_id = target and may_touch(x) is not true) then
    raise exception 'the order is not the caller''s alone' using errcode = '42501';
  end if;
  for b in
    select * from bookings x where x.order_id = target and x.status in ('reserved', 'pending')
      and x.expires_at > app_now() and may_touch(x)
    order by x.business_id, x.id for update
  loop
    if least(until_at, b.extendable_until) > b.expires_at then
      update bookings set expires_at = least(until_at, extendable_until)
      where business_id = b.business_id and id = b.id returning * into b;
    end if;
    return next b;
  end loop;
end $$;

-- Locks the nights a booking has and those it wants, all in one order, as take_nights() does. A night that nobody
-- has taken yet has no row to lock: it is made here, in its turn.
create function lock_nights(b bookings, want wanted) returns void
language plpgsql as $$
declare
  night record;
begin
  for night in
    select p.pool_id, p.bucket from pool_claims p
    where p.business_id = b.business_id and p.booking_id = b.id and p.blocking
    union
    select n.pool_id, n.bucket from unnest(want.nights) n
    order by 1, 2
  loop
    insert into pool_buckets (business_id, pool_id, bucket, capacity)
    select b.business_id, night.pool_id, night.bucket, r.rooms from room_types r
    where r.business_id = b.business_id and r.id = night.pool_id
    on conflict do nothing;
    perform 1 from pool_buckets k
    where k.business_id = b.business_id and k.pool_id = night.pool_id and k.bucket = night.bucket for no key update;
  end loop;
end $$;

-- Guarantee 9: the new time is taken and the old one given back in this transaction, or nothing changes.
-- plan: {booking, items: rows by their columns' names, wanted}. Raises HF001, HF003, HF005, HF006.
create function reschedule_booking(plan jsonb, expected_version int) returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  n bookings := jsonb_populate_record(null::bookings, plan->'booking');
  b bookings := lock_booking(n.id);
  want wanted := jsonb_populate_record(null::wanted, plan->'wanted');
  i booking_items;
  picks jsonb;
begin
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006',
      detail = jsonb_build_object('version', b.version)::text;
  end if;
  if b.status not in ('reserved', 'pending', 'confirmed')
     or (b.expires_at is not null and b.expires_at <= app_now()) then
    raise exception 'not movable' using errcode = 'HF003', detail = jsonb_build_object(
      'from', case when b.expires_at <= app_now() then 'expired' else b.status end, 'to', 'rescheduled')::text;
  end if;
  -- Only this booking's, until its own hold ends, and each item under its next number.
  select array(
      select (b.business_id, b.id, c.item_id, c.unit_id, c.seat_no, c.starts_at, c.ends_at, b.expires_at,
        1 + last_generation(b.business_id, b.id, c.item_id), c.passenger)::wanted_claim from unnest(want.claims) c),
    array(
      select (b.business_id, b.id, p.item_id, p.pick, p.unit_ids, p.how_many, p.starts_at, p.ends_at, b.expires_at,
        1 + last_generation(b.business_id, b.id, p.item_id))::wanted_pick from unnest(want.picks) p),
    array(
      select (b.business_id, b.id, x.item_id, x.pool_id, x.bucket, x.quantity, b.expires_at,
        1 + last_generation(b.business_id, b.id, x.item_id))::wanted_night from unnest(want.nights) x)
  into want.claims, want.picks, want.nights;
  for i in select * from jsonb_populate_recordset(null::booking_items, plan->'items') loop
    update booking_items x set offering_id = i.offering_id, starts_at = i.starts_at, ends_at = i.ends_at,
      quantity = i.quantity, claims_needed = i.claims_needed, pool_needed = i.pool_needed,
      price_minor = i.price_minor, details = i.details
    where x.business_id = b.business_id and x.booking_id = b.id and x.id = i.id;
  end loop;
  -- Overdue holds that stand in the way go first; this booking's own lock is held, as theirs would be.
  perform expire_bookings(overdue_holds(want));
  -- The old is released first, so that the new range may overlap it; both become visible together.
  -- Units before buckets, as everywhere.
  perform lock_units(want, true);
  update claims set blocking = false where business_id = b.business_id and booking_id = b.id and blocking;
  perform take_claims(want);
  picks := take_picks(want, true);
  perform lock_nights(b, want);
  update pool_claims set blocking = false where business_id = b.business_id and booking_id = b.id and blocking;
  perform take_nights(want);
  perform set_config('app.rescheduled', b.id::text, true);
  update bookings set starts_at = n.starts_at, ends_at = n.ends_at, total_minor = n.total_minor, due_minor = n.due_minor
  where business_id = b.business_id and id = b.id;
  perform set_config('app.rescheduled', '', true);
  return picks;
end $$;

create function check_in_booking(booking uuid, expected_version int) returns bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking(booking);
begin
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006',
      detail = jsonb_build_object('version', b.version)::text;
  end if;
  if b.status <> 'confirmed' then
    raise exception 'not confirmed' using errcode = 'HF003', detail = jsonb_build_object(
      'from', case when b.status in ('reserved', 'pending') and b.expires_at <= app_now() then 'expired' else b.status end,
      'to', 'checked_in')::text;
  end if;
  update bookings set checked_in_at = coalesce(checked_in_at, app_now())
  where business_id = b.business_id and id = b.id and checked_in_at is null;
  select * into b from bookings where business_id = b.business_id and id = b.id;
  return b;
end $$;

-- What took place is completed; a batch at a time, skipping what somebody is working on.
create function complete_due(context jsonb, most int) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  over uuid[];
begin
  perform enter(context);
  select array(select id from bookings where status = 'confirmed' and ends_at <= app_now()
    order by ends_at limit most for update skip locked) into over;
  perform 1 from pool_buckets k
  where exists (select 1 from pool_claims p where p.booking_id = any (over) and p.business_id = k.business_id
    and p.pool_id = k.pool_id and p.bucket = k.bucket and p.blocking)
  order by k.business_id, k.pool_id, k.bucket for no key update;
  perform set_config('app.reason', 'took place', true);
  update bookings set status = 'completed' where id = any (over);
  perform set_config('app.reason', '', true);
  return cardinality(over);
end $$;

-- Businesses: made with their first owner, and moved between approval states, only through here.
create function create_business(business jsonb, owner uuid) returns businesses
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b businesses;
begin
  insert into businesses (id, slug, kind, name_ar, name_en, description_ar, description_en, city_ar, city_en, currency, source)
  values ((business->>'id')::uuid, business->>'slug', business->>'kind', business->>'nameAr', business->>'nameEn',
    coalesce(business->>'descriptionAr', ''), coalesce(business->>'descriptionEn', ''),
    coalesce(business->>'cityAr', ''), coalesce(business->>'cityEn', ''),
    coalesce(business->>'currency', 'SAR'), coalesce(business->>'source', 'manual'))
  returning * into b;
  if owner is not null then
    insert into members (business_id, user_id, role) values (b.id, owner, 'owner');
  end if;
  return b;
end $$;

create function move_business(business uuid, target text, why text, expected_version int) returns businesses
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b businesses;
begin
  select * into b from businesses x where x.id = business and (app_scope() = 'platform'
    or (app_scope() = 'member' and x.id = app_business() and target = 'submitted')) for update;
  if not found then
    raise exception 'no such business' using errcode = 'HF005', detail = '{"what":"business"}';
  end if;
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006', detail = jsonb_build_object('version', b.version)::text;
  end if;
  update businesses set status = target,
    decided_by = case when target = 'submitted' then decided_by else app_user() end,
    decision_reason = case when target = 'submitted' then decision_reason else why end
  where id = business returning * into b;
  return b;
end $$;

-- Who runs the platform. Only for the platform itself: the command line, and other admins.
create function grant_admin(who text, granted boolean, new_id uuid) returns void
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if app_scope() <> 'platform' then
    raise exception 'only the platform names its admins' using errcode = '42501';
  end if;
  insert into users (id, phone, is_admin) values (new_id, who, granted)
  on conflict (phone) do update set is_admin = granted;
end $$;

-- The doors run as the engine and are all that the server may call; what they are built of runs as whoever calls it,
-- which is a door, with the door's settings: setting them again for each inner call cost a third of a reservation.
do $$
declare
  part text;
begin
  foreach part in array array[
    'claims_within(uuid, uuid, int, timestamptz, timestamptz)', 'lock_units(wanted, boolean)', 'overdue_holds(wanted)',
    'refuse_taken(text, jsonb, boolean, wanted)', 'refuse_claimed(wanted)', 'take_claims(wanted)',
    'take_picks(wanted, boolean)', 'take_nights(wanted)', 'take_inventory(wanted, boolean)',
    'expire_bookings(uuid[])', 'lock_nights(bookings, wanted)', 'may_touch(bookings)', 'lock_booking(uuid)'
  ] loop
    execute format('alter function %s owner to holdfast_engine', part);
    execute format('revoke all on function %s from public', part);
  end loop;
  foreach part in array array[
    'busy_claims(uuid, uuid[], timestamptz, timestamptz, timestamptz)',
    'pool_taken(uuid, uuid[], date, date, timestamptz)', 'find_answer(text, text, timestamptz)',
    'last_generation(uuid, uuid, uuid)', 'place_order(jsonb, jsonb)', 'sweep_expired(jsonb, jsonb)',
    'expire_due(jsonb, int)', 'move_booking(uuid, text, text, text, text, jsonb, int)',
    'reclaim_booking(uuid, text, jsonb)', 'extend_order(uuid, timestamptz)', 'reschedule_booking(jsonb, int)',
    'check_in_booking(uuid, int)', 'complete_due(jsonb, int)', 'grant_admin(text, boolean, uuid)',
    'create_business(jsonb, uuid)', 'move_business(uuid, text, text, int)',
    'check_booking_owns()', 'follow_room_count()'
  ] loop
    execute format('alter function %s owner to holdfast_engine', part);
    -- Every query here touches a few rows by key. The planner takes a JSON array for a hundred rows and would read
    -- whole tables into a hash for it (6 ms a reservation instead of 2); a plan made while a table was small would
    -- read it whole until the next analyze, however large it has grown; and planning for every call takes as long
    -- as running.
    execute format('alter function %s set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
      set enable_bitmapscan = off set enable_hashagg = off set plan_cache_mode = force_generic_plan', part);
    execute format('revoke all on function %s from public', part);
    execute format('grant execute on function %s to holdfast_app', part);
  end loop;
end $$;
