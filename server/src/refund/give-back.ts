import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import { writeMoneyMessage } from "../message/booking-messages.ts";
import { markUnwanted } from "../payment/mark-unwanted.ts";
import type { PaymentRow, ShareRow } from "../payment/payments.ts";
import { requestRefund } from "./request-refund.ts";

const reasons = {
  late_payment: "the payment came after the hold had ended, and the place was gone",
  paid_twice: "the booking was paid for already",
  amendment: "the booking was changed while it was being paid for",
} as const;

/**
 * Refunds a payment in full, once, when there is no booking for it; the customer is told, and the booking's history
 * records why. An authorised payment is voided.
 *
 * @param now epoch milliseconds
 */
export async function giveBack(
  tx: Tx,
  payment: PaymentRow,
  share: ShareRow,
  cause: keyof typeof reasons,
  now: number,
): Promise<void> {
  const { business_id: businessId, booking_id: bookingId } = share;
  const amountMinor = share.amount_minor - share.refunded_minor;
  if (payment.status === "authorized") {
    await markUnwanted(tx, payment.id);
  } else {
    const refundId = await requestRefund(
      tx,
      {
        businessId,
        paymentId: payment.id,
        bookingId,
        amountMinor,
        destination: "source",
        cause,
        isAutomatic: true,
        reason: reasons[cause],
        requestedBy: "system",
      },
      now,
    );
    if (refundId === undefined) return;
  }
  const returned = { kind: "payment", reference: payment.id, amountMinor, returned: true };
  await sql`select note_returned_payment(${bookingId}, ${JSON.stringify(returned)}::jsonb, ${reasons[cause]})`.execute(
    tx,
  );
  await writeMoneyMessage(tx, { businessId, bookingId }, "payment.returned", payment.id, now);
}
