import { sql } from "kysely";
import { newId } from "../../src/base/id.ts";
import type { Db } from "../../src/db/connection.ts";

/** Writes a booking for every half hour of a staff member from a day on; inserted directly because that many orders take long. */
export async function fillCalendar(
  owner: Db,
  of: { businessId: string; locationId: string; serviceId: string; staffId: string },
  count: number,
  from = "2026-11-25T00:00:00Z",
): Promise<void> {
  await owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    const orderId = newId();
    await sql`insert into orders (id, currency, total_minor) values (${orderId}, 'SAR', 0)`.execute(
      tx,
    );
    await sql`
      with n as (
        select gen_random_uuid() as booking, gen_random_uuid() as item,
          ${from}::timestamptz + make_interval(mins => 30 * k) as at
        from generate_series(0, ${count - 1}::int) k),
      b as (insert into bookings (business_id, id, order_id, reference, location_id, status, payment_terms, acceptance,
          currency, total_minor, due_minor, cancel_policy, starts_at, ends_at, extendable_until, confirmed_at)
        select ${of.businessId}::uuid, booking, ${orderId}::uuid, booking::text, ${of.locationId}::uuid, 'confirmed', 'venue',
          'auto', 'SAR', 10000, 0, '{}'::jsonb, at, at + interval '30 minutes', at, at from n),
      i as (insert into booking_items (business_id, booking_id, id, position, kind, offering_id, starts_at, ends_at,
          quantity, claims_needed, pool_needed, price_minor, details)
        select ${of.businessId}::uuid, booking, item, 1, 'appointment', ${of.serviceId}::uuid, at, at + interval '30 minutes',
          1, 1, 0, 10000, '{"timezone": "Asia/Riyadh"}'::jsonb from n)
      insert into claims (business_id, unit_id, booking_id, item_id, starts_at, ends_at)
      select ${of.businessId}::uuid, ${of.staffId}::uuid, booking, item, at, at + interval '30 minutes' from n`.execute(
      tx,
    );
  });
}
