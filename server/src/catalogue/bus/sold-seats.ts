import { sql } from "kysely";
import type { Tx } from "../../db/connection.ts";
import type { Way } from "./next-timetable.ts";

/** A seat of a trip that a booking owns, held or sold. */
export type SoldSeat = Way & {
  claimId: string;
  tripId: string;
  bookingId: string;
  reference: string;
  itemId: string;
  customerName: string;
  seatNo: number;
  label: string;
  /** The class it was sold as. */
  class: string;
  /** Boarding and alighting times, RFC 3339, on the local clock of each stop. */
  start: string;
  end: string;
};

/**
 * Locks everything sold on these trips, so that nothing of it is sold or changed meanwhile, and ends holds that have
 * run out. Only with these locks is the answer valid until the end of the transaction.
 *
 * @returns the seats that bookings own, soonest departure first
 */
export async function lockSoldSeats(
  tx: Tx,
  businessId: string,
  tripIds: readonly string[],
): Promise<SoldSeat[]> {
  if (tripIds.length === 0) return [];
  await sql`select lock_trips(${businessId}, ${tripIds}::uuid[])`.execute(tx);
  const { rows } = await sql<SoldSeat>`
    select c.id as "claimId", c.unit_id as "tripId", c.booking_id as "bookingId", b.reference, c.item_id as "itemId",
      b.customer_name as "customerName", c.seat_no as "seatNo", c.label,
      coalesce((
        select s->>'class' from jsonb_array_elements(i.details->'seats') s where s->>'label' = c.label limit 1), '') as class,
      c.from_position as "fromPosition",
      c.to_position as "toPosition", i.details->'from'->>'departure' as start, i.details->'to'->>'arrival' as end
    from claims c
    join bookings b on b.business_id = c.business_id and b.id = c.booking_id
    join booking_items i on i.business_id = c.business_id and i.booking_id = c.booking_id and i.id = c.item_id
    where c.business_id = ${businessId} and c.unit_id = any (${tripIds}::uuid[]) and c.blocking and c.seat_no > 0
    order by i.starts_at, b.id, c.label`.execute(tx);
  return rows;
}

/**
 * As `lockSoldSeats`, before a trip is cancelled or its vehicle replaced: withdraws the amendments that hold seats on
 * it, so the remaining seats belong to bookings as they stand.
 */
export async function lockSoldSeatsAlone(
  tx: Tx,
  businessId: string,
  tripId: string,
): Promise<SoldSeat[]> {
  await sql`select lock_trips(${businessId}, array[${tripId}::uuid])`.execute(tx);
  await sql`select withdraw_trip_amendments(${businessId}, ${tripId})`.execute(tx);
  return lockSoldSeats(tx, businessId, [tripId]);
}

/**
 * Returns trips with this vehicle that may be under way or still to come: a service day lasts a week, and a trip may
 * be put off by eight more days. The database's own guard looks as far back.
 */
export async function tripsOfVehicle(
  tx: Tx,
  businessId: string,
  vehicleId: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from trips where business_id = ${businessId} and vehicle_id = ${vehicleId}
      and origin_at > app_now() - interval '17 days' order by id`.execute(tx);
  return rows.map((row) => row.id);
}
