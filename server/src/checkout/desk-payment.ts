import { sql } from "kysely";
import { getBooking } from "../booking/bookings.ts";
import type { PaidBy } from "../booking/move-booking.ts";
import type { Tx } from "../db/connection.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { requestEndedRefunds } from "./refund-ended.ts";
import { writeVenuePayment, type VenueMethod } from "./venue-payment.ts";

const scope = "desk-confirmation";

/**
 * What the desk said it took when it confirmed a hold becomes a payment, once per booking. The confirmation is the
 * witness, not the booking as it is by now: where that has ended meanwhile, the money was taken all the same, and what
 * is not kept of it goes back.
 *
 * @param now epoch milliseconds
 */
export async function recordDeskPayment(tx: Tx, bookingId: string, now: number): Promise<void> {
  const { orderId } = await getBooking(tx, bookingId, now);
  await lockOrderMoney(tx, orderId);
  const taken = await readTaken(tx, bookingId);
  if (!taken || (await isRecorded(tx, bookingId))) return;
  const booking = await getBooking(tx, bookingId, now);
  const saidMinor = taken.amountMinor ?? booking.due.amount;
  const amount = { ...booking.total, amount: Math.min(saidMinor, booking.total.amount) };
  if (amount.amount <= 0) return;
  const idempotency = { scope, key: bookingId, fingerprint: "" };
  await writeVenuePayment(tx, booking, { method: taken.method, amount, idempotency }, now);
  await requestEndedRefunds(tx, bookingId, now);
}

async function readTaken(
  tx: Tx,
  bookingId: string,
): Promise<{ method: VenueMethod; amountMinor?: number } | undefined> {
  const { rows } = await sql<{ paid_by: PaidBy | null }>`
    select details->'paidBy' as paid_by from booking_events
    where booking_id = ${bookingId} and to_status = 'confirmed' order by seq desc limit 1`.execute(
    tx,
  );
  const paidBy = rows[0]?.paid_by;
  switch (paidBy?.kind) {
    case "cash":
    case "card-terminal":
    case "transfer":
      return { ...paidBy, method: paidBy.kind };
    default:
      return undefined;
  }
}

async function isRecorded(tx: Tx, bookingId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from payments where idempotency_scope = ${scope} and idempotency_key = ${bookingId}`.execute(
    tx,
  );
  return rows.length > 0;
}
