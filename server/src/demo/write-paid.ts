import { sql } from "kysely";
import type { BookingView } from "../booking/booking-view.ts";
import type { Tx } from "../db/connection.ts";
import { issueInvoice } from "../invoice/issue-invoice.ts";

/** Issues the invoice of a desk payment, as the worker does for a booking confirmed today. */
export async function writePaid(tx: Tx, booking: BookingView, at: number): Promise<void> {
  const { businessId, id: bookingId } = booking;
  const { rows } = await sql<{ paymentId: string }>`
    select payment_id as "paymentId" from payment_shares
    where business_id = ${businessId} and booking_id = ${bookingId}`.execute(tx);
  for (const { paymentId } of rows)
    await issueInvoice(tx, { businessId, paymentId, bookingId }, at);
}
