import { sql } from "kysely";
import { shareOfMinor } from "../base/money.ts";
import type { Tx } from "../db/connection.ts";
import { postLedger } from "../ledger/post.ts";
import type { PaymentRow, ShareRow } from "./payments.ts";

const BASIS_POINTS = 10_000;

/**
 * The booking counts: its part of the payment is the business's now, less what the platform keeps. Once, however often
 * it is told; the caller has the platform's reach.
 *
 * @param now epoch milliseconds
 */
export async function earnShare(
  tx: Tx,
  payment: PaymentRow,
  share: ShareRow,
  now: number,
): Promise<void> {
  const { business_id: businessId, booking_id: bookingId, amount_minor: amountMinor } = share;
  const { rows } = await sql<{ fee: number }>`
    select fee_basis_points as fee from businesses where id = ${businessId}`.execute(tx);
  const feeMinor = shareOfMinor(amountMinor, rows[0]!.fee, BASIS_POINTS);
  const { numAffectedRows } = await sql`
    update payment_shares set earned_at = app_now(), fee_minor = ${feeMinor}
    where business_id = ${businessId} and payment_id = ${payment.id} and booking_id = ${bookingId}
      and earned_at is null`.execute(tx);
  if (!numAffectedRows) return;
  const payable = { kind: "business_payable", businessId } as const;
  await postLedger(
    tx,
    {
      kind: "payment",
      key: `share:${payment.id}:${bookingId}:earned`,
      currency: payment.currency,
      paymentId: payment.id,
      bookingId,
      ...(payment.order_id && { orderId: payment.order_id }),
      transfers: [
        { from: { kind: "order_funds" }, to: payable, amountMinor },
        ...(feeMinor > 0
          ? [{ from: payable, to: { kind: "platform_fee" } as const, amountMinor: feeMinor }]
          : []),
      ],
    },
    now,
  );
  const told = JSON.stringify({ businessId, paymentId: payment.id, bookingId });
  await sql`insert into outbox (topic, business_id, payload)
    values ('share.earned', ${businessId}, ${told}::jsonb)`.execute(tx);
}
