import pg from "pg";
import { newId } from "../../base/id.ts";
import type { World } from "./world.ts";
import { countTaken, openBuckets } from "./world-hotels.ts";

/** The shares of the kinds; the rest are hotel stays. */
const APPOINTMENTS = 0.6;
const SEATS = 0.15;
/** The number of nights that stays are spread over, from the world's Monday. */
const NIGHTS = 120;

/** What is searched is as busy at every size: staff members and days with every second half hour taken. */
export const SEARCHED_STAFF = 8;
export const SEARCHED_DAYS = 30;
const HOURS_OPEN = 12;
/** Seats sold on each trip that is searched. */
const SEATS_SOLD = 24;

/**
 * Brings the database from `from` to `to` bookings, written by the owner with triggers off: a million through the API
 * would take an hour. Only what the searches read is written; events and outbox are not.
 */
export async function fillUp(
  url: string,
  world: World,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query("set work_mem = '256MB'");
    await client.query("set maintenance_work_mem = '512MB'");
    if (from === 0) await openBuckets(client, world.monday);
    const order = newId();
    await client.query("insert into orders (id, currency, total_minor) values ($1, 'SAR', 0)", [
      order,
    ]);
    const [before, after] = [sharesOf(from), sharesOf(to)];
    await addAppointments(client, world, [order, before.appointments, after.appointments]);
    await addSeats(client, world, [order, before.seats, after.seats]);
    await addStays(client, world, [order, before.stays, after.stays]);
    await countTaken(client);
    // Autovacuum does this for rows that arrive over time.
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

function sharesOf(total: number): { appointments: number; seats: number; stays: number } {
  const [appointments, seats] = [Math.round(total * APPOINTMENTS), Math.round(total * SEATS)];
  return { appointments, seats, stays: total - appointments - seats };
}

/** The order that all of a fill belongs to, the first number and the one after the last. */
type Range = [order: string, first: number, end: number];

const BOOKING = `insert into bookings (business_id, id, order_id, reference, payment_terms, acceptance,
    currency, total_minor, due_minor, cancel_policy, starts_at, ends_at, extendable_until, confirmed_at,
    status, completed_at)`;
const TERMS = `'venue', 'auto', 'SAR', 10000, 0, '{}'::jsonb`;
/** What is over is completed already, or the worker would do it. */
const state = (end: string) =>
  `case when ${end} < now() then 'completed' else 'confirmed' end, case when ${end} < now() then ${end} end`;
const ITEM = `insert into booking_items (business_id, booking_id, id, position, kind, offering_id, starts_at, ends_at,
    quantity, claims_needed, pool_needed, price_minor)`;

/** First the searched staff and days; then every hour of everybody, outwards on both sides of the searched days. */
async function addAppointments(
  client: pg.Client,
  { salon, monday }: World,
  [order, first, end]: Range,
): Promise<void> {
  const staff = `cardinality($3::uuid[])`;
  const searched = `least(${SEARCHED_STAFF}, ${staff})`;
  const window = `(${searched} * ${SEARCHED_DAYS * HOURS_OPEN})`;
  await client.query(
    `with k as (
       select k, k < ${window} as searched, k - ${window} as rest from generate_series($6::int, $7::int - 1) k),
     n as (
       select gen_random_uuid() as booking, gen_random_uuid() as item,
         ($3::uuid[])[1 + case when searched then k % ${searched} else rest % ${staff} end] as unit,
         $4::timestamptz + case
           when searched then make_interval(days => k / ${searched} / ${HOURS_OPEN}, hours => 6 + k / ${searched} % ${HOURS_OPEN})
           when rest / ${staff} % 2 = 0 then make_interval(days => ${SEARCHED_DAYS + 2}, hours => rest / ${staff} / 2)
           else make_interval(days => -1, hours => -rest / ${staff} / 2) end as at
       from k),
     b as (${BOOKING}
       select $1::uuid, booking, $5::uuid, booking::text, ${TERMS}, at, at + interval '30 minutes', at, at, ${state("at + interval '30 minutes'")} from n),
     i as (${ITEM}
       select $1::uuid, booking, item, 1, 'appointment', $2::uuid, at, at + interval '30 minutes', 1, 1, 0, 10000 from n)
     insert into claims (business_id, unit_id, booking_id, item_id, starts_at, ends_at)
     select $1::uuid, unit, booking, item, at, at + interval '30 minutes' from n`,
    [salon.id, salon.serviceId, salon.staffIds, `${monday}T00:00:00Z`, order, first, end],
  );
}

/** One whole trip on one seat each: first on the searched trips, then on those of the past. */
async function addSeats(
  client: pg.Client,
  { bus }: World,
  [order, first, end]: Range,
): Promise<void> {
  const window = bus.tripIds.length * SEATS_SOLD;
  await client.query(
    `with past as (
       select array_agg(id order by origin_at desc, id) as ids, count(*)::int as trips from trips
       where business_id = $1 and id <> all ($3::uuid[])),
     x as (
       select ($3::uuid[])[1 + k % cardinality($3::uuid[])] as trip, 1 + k / cardinality($3::uuid[]) as seat
       from generate_series($6::int, least($7::int, ${window}) - 1) k
       union all
       select ids[1 + k % trips], 1 + k / trips
       from generate_series(greatest($6::int - ${window}, 0), $7::int - ${window} - 1) k, past),
     n as (
       select gen_random_uuid() as booking, gen_random_uuid() as item, trip, seat, origin_at + interval '8 hours' as at
       from x join trips t on t.business_id = $1 and t.id = x.trip),
     b as (${BOOKING}
       select $1::uuid, booking, $5::uuid, booking::text, ${TERMS}, at, at + interval '3 hours', at, at, ${state("at + interval '3 hours'")} from n),
     i as (${ITEM}
       select $1::uuid, booking, item, 1, 'seat', $2::uuid, at, at + interval '3 hours', 1, 1, 0, 9000 from n)
     insert into claims (business_id, unit_id, seat_no, label, vehicle_id, booking_id, item_id, starts_at, ends_at,
       from_position, to_position)
     select $1::uuid, trip, seat, seat::text, $4::uuid, booking, item, at, at + interval '3 hours', 1000, 10000 from n`,
    [bus.id, bus.routeId, bus.tripIds, bus.vehicleId, order, first, end],
  );
}

async function addStays(
  client: pg.Client,
  { monday }: World,
  [order, first, end]: Range,
): Promise<void> {
  await client.query(
    `with t as (select business_id, id, row_number() over (order by id) - 1 as n, count(*) over () as types from room_types),
     n as (
       select t.business_id, t.id as pool, gen_random_uuid() as booking, gen_random_uuid() as item,
         ($1::date + (k * 7919 % ${NIGHTS})::int) as night, 1 + k % 3 as nights
       from generate_series($3::bigint, $4::bigint - 1) k join t on t.n = k % t.types),
     b as (${BOOKING}
       select business_id, booking, $2::uuid, booking::text, ${TERMS}, night, night + nights::int, night, night, ${state("(night + nights::int)::timestamptz")} from n),
     i as (${ITEM}
       select business_id, booking, item, 1, 'stay', pool, night, night + nights::int, 1, 0, nights, 10000 from n)
     insert into pool_claims (business_id, pool_id, bucket, booking_id, item_id, quantity)
     select business_id, pool, night + d::int, booking, item, 1 from n, generate_series(0, nights - 1) d`,
    [monday, order, first, end],
  );
}
