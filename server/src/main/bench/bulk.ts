import pg from "pg";
import type { World } from "./world.ts";

/** The share of appointments; the rest are hotel stays. */
const APPOINTMENTS = 0.7;
/** The number of nights that stays are spread over, from the world's Monday. */
const NIGHTS = 120;

/**
 * Brings the database to `total` bookings, written by the owner with triggers off: a million through the API would
 * take an hour. Only what the searches read is written; events and outbox are not.
 */
export async function fillUp(url: string, world: World, total: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query("set work_mem = '256MB'");
    await client.query("set maintenance_work_mem = '512MB'");
    const { rows } = await client.query<{ there: string }>(
      "select count(*) as there from bookings",
    );
    const there = Number(rows[0]!.there);
    const appointments = Math.round((total - there) * APPOINTMENTS);
    const order = "00000000-0000-7000-8000-000000000001";
    await client.query(
      "insert into orders (id, currency, total_minor) values ($1, 'SAR', 0) on conflict do nothing",
      [order],
    );
    await addAppointments(client, world, order, Math.round(there * APPOINTMENTS), appointments);
    await addStays(client, world, order, total - there - appointments);
    // Autovacuum does this for rows that arrive over time.
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}

const BOOKING = `insert into bookings (business_id, id, order_id, reference, status, payment_terms, acceptance,
    currency, total_minor, due_minor, cancel_policy, starts_at, ends_at, extendable_until, confirmed_at)`;
const CONFIRMED = `'confirmed', 'venue', 'auto', 'SAR', 10000, 0, '{}'::jsonb`;

/** Books every second half hour of every staff member, day after day around the world's Monday. */
async function addAppointments(
  client: pg.Client,
  { salonId, serviceId, staffIds, monday }: World,
  order: string,
  from: number,
  count: number,
): Promise<void> {
  const values = [salonId, serviceId, staffIds, `${monday}T00:00:00Z`, order, from, count];
  await client.query(
    `with n as (
       select gen_random_uuid() as booking, gen_random_uuid() as item,
         ($3::uuid[])[1 + k % cardinality($3::uuid[])] as unit,
         $4::timestamptz + make_interval(mins => 60 * (((k / cardinality($3::uuid[])) + 1) / 2)::int
           * (case when (k / cardinality($3::uuid[])) % 2 = 0 then 1 else -1 end)) as at
       from generate_series($6::int, $6::int + $7::int - 1) k),
     b as (${BOOKING}
       select $1::uuid, booking, $5::uuid, booking::text, ${CONFIRMED}, at, at + interval '30 minutes', at, at from n),
     i as (insert into booking_items (business_id, booking_id, id, position, kind, offering_id, starts_at, ends_at,
         quantity, claims_needed, pool_needed, price_minor)
       select $1::uuid, booking, item, 1, 'appointment', $2::uuid, at, at + interval '30 minutes', 1, 1, 0, 10000 from n)
     insert into claims (business_id, unit_id, booking_id, item_id, starts_at, ends_at)
     select $1::uuid, unit, booking, item, at, at + interval '30 minutes' from n`,
    values,
  );
}

async function addStays(
  client: pg.Client,
  { monday }: World,
  order: string,
  count: number,
): Promise<void> {
  await client.query(
    `with t as (select business_id, id, row_number() over (order by id) - 1 as n, count(*) over () as types from room_types),
     n as (
       select t.business_id, t.id as pool, gen_random_uuid() as booking, gen_random_uuid() as item,
         ($1::date + (k * 7919 % ${NIGHTS})::int) as night, 1 + k % 3 as nights
       from generate_series(1, $3::bigint) k join t on t.n = k % t.types),
     b as (${BOOKING}
       select business_id, booking, $2::uuid, booking::text, ${CONFIRMED}, night, night + nights::int, night, night from n),
     i as (insert into booking_items (business_id, booking_id, id, position, kind, offering_id, starts_at, ends_at,
         quantity, claims_needed, pool_needed, price_minor)
       select business_id, booking, item, 1, 'stay', pool, night, night + nights::int, 1, 0, nights, 10000 from n)
     insert into pool_claims (business_id, pool_id, bucket, booking_id, item_id, quantity)
     select business_id, pool, night + d::int, booking, item, 1 from n, generate_series(0, nights - 1) d`,
    [monday, order, count],
  );
  await client.query(
    `insert into pool_buckets (business_id, pool_id, bucket, capacity, taken)
     select c.business_id, c.pool_id, c.bucket, 400, sum(quantity)::int from pool_claims c where blocking group by 1, 2, 3
     on conflict (business_id, pool_id, bucket) do update set taken = excluded.taken`,
  );
}
