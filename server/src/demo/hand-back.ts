import { sql } from "kysely";
import { anonymous } from "../base/actor.ts";
import type { BookingView } from "../booking/booking-view.ts";
import { handOverRefund } from "../checkout/hand-over-refund.ts";
import type { Tx } from "../db/connection.ts";

/** Hands the customer the refund that the desk owes for a booking that ended. @param at epoch milliseconds */
export async function handBack(
  tx: Tx,
  { businessId, id: bookingId }: BookingView,
  at: number,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select r.id from refunds r join payments p on p.id = r.payment_id and p.gateway = 'venue'
    where r.business_id = ${businessId} and r.booking_id = ${bookingId} and r.status = 'requested'
    order by r.id`.execute(tx);
  for (const { id: refundId } of rows)
    await handOverRefund(tx, { businessId, refundId }, anonymous, at);
}
