import type { Tx } from "../db/connection.ts";
import { postLedger } from "../ledger/post.ts";
import type { PaymentRow } from "./payments.ts";

/**
 * Posts money that arrived at the gateway and is not earned yet: to the order, or to the wallet it tops up. In the
 * caller's transaction, with the platform's reach.
 *
 * @param now epoch milliseconds
 */
export async function postArrival(
  tx: Tx,
  payment: PaymentRow,
  amountMinor: number,
  now: number,
): Promise<void> {
  // The wallet's money was moved when it was held.
  if (payment.gateway === "wallet" || payment.gateway === "venue") return;
  const from = { kind: "gateway_clearing", gateway: payment.gateway } as const;
  const isTopUp = payment.purpose === "top_up";
  const to = isTopUp
    ? ({ kind: "customer_wallet", userId: payment.customer_id! } as const)
    : ({ kind: "order_funds" } as const);
  await postLedger(
    tx,
    {
      kind: isTopUp ? "top_up" : "payment",
      key: `payment:${payment.id}:paid`,
      currency: payment.currency,
      paymentId: payment.id,
      ...(payment.order_id !== null && { orderId: payment.order_id }),
      transfers: [{ from, to, amountMinor }],
    },
    now,
  );
}
