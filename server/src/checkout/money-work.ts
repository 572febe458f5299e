import { sql, type RawBuilder } from "kysely";
import type { Tx } from "../db/connection.ts";
import { venueMethods } from "../payment/venue-methods.ts";

/** A booking as its events name it. */
export interface BookingKey {
  businessId: string;
  bookingId: string;
}

/**
 * Returns those of many confirmed bookings that may have money to capture, to earn or to record: few, because a
 * payment is usually earned in the transaction that confirms. May return too many, never too few.
 */
export async function withMoney(tx: Tx, bookings: readonly BookingKey[]): Promise<string[]> {
  return among(
    tx,
    bookings,
    sql`exists (
        select from payment_shares s join payments p on p.id = s.payment_id
        where s.business_id = w.business and s.booking_id = w.booking
          and (s.earned_at is null or p.status = 'authorized'))
      or exists (
        select from booking_events e where e.business_id = w.business and e.booking_id = w.booking
          and e.to_status = 'confirmed' and e.details->'paidBy'->>'kind' = any(${venueMethods}::text[])
          and not exists (select from payments p where p.desk_confirmation_of = w.booking))`,
  );
}

/** Returns those of many ended bookings that somebody paid for, or began to. */
export async function withPayments(tx: Tx, bookings: readonly BookingKey[]): Promise<string[]> {
  return among(
    tx,
    bookings,
    sql`exists (select from payment_shares s where s.business_id = w.business and s.booking_id = w.booking)`,
  );
}

/** Returns those of many orders with a booking that is still held. */
export async function withHeldBookings(
  tx: Tx,
  moved: readonly { orderId: string }[],
): Promise<string[]> {
  const orderIds = [...new Set(moved.map(({ orderId }) => orderId))];
  const { rows } = await sql<{ id: string }>`
    select distinct order_id as id from bookings
    where order_id = any(${orderIds}::uuid[]) and status = 'reserved'`.execute(tx);
  return rows.map(({ id }) => id);
}

async function among(
  tx: Tx,
  bookings: readonly BookingKey[],
  condition: RawBuilder<unknown>,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct w.booking as id
    from unnest(${bookings.map(({ businessId }) => businessId)}::uuid[],
      ${bookings.map(({ bookingId }) => bookingId)}::uuid[]) as w(business, booking)
    where ${condition}`.execute(tx);
  return rows.map(({ id }) => id);
}
