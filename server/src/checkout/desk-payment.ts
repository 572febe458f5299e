import type { Money } from "../base/money.ts";
import { sql } from "kysely";
import { getBooking } from "../booking/bookings.ts";
import type { PaidBy } from "../booking/move-booking.ts";
import type { Tx } from "../db/connection.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { owedFor } from "../payment/owed.ts";
import { requestEndedRefunds } from "./refund-ended.ts";
import { writeVenuePayment } from "./venue-payment.ts";
import { isVenueMethod, type VenueMethod } from "../payment/venue-methods.ts";

/**
 * Records desk payments from earlier releases, which left that to the worker (`confirmAtDesk` now records them when
 * it confirms): once per booking. The confirmation event decides, not the booking's current state: if the booking has
 * ended meanwhile, the money was taken all the same, and what is not kept is refunded.
 *
 * @param now epoch milliseconds
 */
export async function recordDeskPayment(tx: Tx, bookingId: string, now: number): Promise<void> {
  const taken = await readTaken(tx, bookingId);
  if (!taken || (await isRecorded(tx, bookingId))) return;
  const { orderId } = await getBooking(tx, bookingId, now);
  await lockOrderMoney(tx, orderId);
  if (await isRecorded(tx, bookingId)) return;
  const booking = await getBooking(tx, bookingId, now);
  const { allMinor: owedMinor } = await owedFor(tx, booking);
  const saidMinor = taken.amountMinor ?? booking.due.amount;
  const amountMinor = Math.min(saidMinor, owedMinor);
  if (amountMinor <= 0) return;
  const amount = { ...booking.total, amount: amountMinor };
  await writeVenuePayment(
    tx,
    booking,
    { method: taken.method, amount, isDeskConfirmation: true },
    now,
  );
  await requestEndedRefunds(tx, bookingId, now);
}

/** How a booking was paid, as stored in its event. */
type SealedPaid = PaidBy & { amount?: Money };

async function readTaken(
  tx: Tx,
  bookingId: string,
): Promise<{ method: VenueMethod; amountMinor?: number } | undefined> {
  // Older events say amountMinor.
  const { rows } = await sql<{ paid_by: SealedPaid | null }>`
    select details->'paidBy' as paid_by from booking_events
    where booking_id = ${bookingId} and to_status = 'confirmed' order by seq desc limit 1`.execute(
    tx,
  );
  const paidBy = rows[0]?.paid_by;
  if (!paidBy || !isVenueMethod(paidBy.kind)) return undefined;
  const { kind: method } = paidBy;
  const amountMinor = paidBy.amount?.amount ?? paidBy.amountMinor;
  return { method, ...(amountMinor !== undefined && { amountMinor }) };
}

async function isRecorded(tx: Tx, bookingId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from payments where desk_confirmation_of = ${bookingId}`.execute(tx);
  return rows.length > 0;
}
