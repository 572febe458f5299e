import { sql } from "kysely";
import { shareOfMinor } from "../base/money.ts";
import type { Tx } from "../db/connection.ts";
import { postLedger } from "../ledger/post.ts";
import { markEarned } from "../payment/mark-earned.ts";
import type { PaymentRow, ShareRow } from "../payment/payments.ts";
import { returnTransfers } from "./return-transfers.ts";

const BASIS_POINTS = 10_000;

/**
 * Posts a share as earned by its business once the booking counts, less the platform's fee and less refunds reserved
 * before; a share reserved in full is never earned. Takes effect once, however often it is called. The caller has the
 * platform's reach.
 *
 * @param now epoch milliseconds
 */
export async function earnShare(
  tx: Tx,
  payment: PaymentRow,
  share: ShareRow,
  now: number,
): Promise<void> {
  const { business_id: businessId, amount_minor: amountMinor } = share;
  const { rows } = await sql<{ fee: number }>`
    select fee_basis_points as fee from businesses where id = ${businessId}`.execute(tx);
  const feeMinor = shareOfMinor(amountMinor, rows[0]!.fee, BASIS_POINTS);
  const promised = await markEarned(tx, share, feeMinor);
  if (promised === undefined) return;
  await postEarned(tx, payment, { ...share, fee_minor: feeMinor }, now);
  if (promised > 0)
    await postReturned(tx, payment, { ...share, fee_minor: feeMinor }, promised, now);
}

async function postEarned(
  tx: Tx,
  payment: PaymentRow,
  share: ShareRow,
  now: number,
): Promise<void> {
  const payable = { kind: "business_payable", businessId: share.business_id } as const;
  const fee = {
    from: payable,
    to: { kind: "platform_fee" } as const,
    amountMinor: share.fee_minor,
  };
  const all = {
    from: { kind: "order_funds" } as const,
    to: payable,
    amountMinor: share.amount_minor,
  };
  const transfers = share.fee_minor > 0 ? [all, fee] : [all];
  const posting = { kind: "payment", key: keyOf(share, "earned"), transfers } as const;
  await postLedger(tx, { ...about(payment, share), ...posting }, now);
}

/** Posts back to the order's funds what refunds took from them before the share was earned. */
async function postReturned(
  tx: Tx,
  payment: PaymentRow,
  share: ShareRow,
  amountMinor: number,
  now: number,
): Promise<void> {
  const inFull = { ...share, refunded_minor: 0 };
  const transfers = returnTransfers(inFull, amountMinor, { kind: "order_funds" });
  const posting = { kind: "refund_requested", key: keyOf(share, "returned"), transfers } as const;
  await postLedger(tx, { ...about(payment, share), ...posting }, now);
}

function keyOf({ payment_id: id, booking_id: bookingId }: ShareRow, what: string): string {
  return `share:${id}:${bookingId}:${what}`;
}

function about(
  { id, currency, order_id: orderId }: PaymentRow,
  { booking_id: bookingId }: ShareRow,
) {
  return { currency, paymentId: id, bookingId, ...(orderId !== null && { orderId }) };
}
