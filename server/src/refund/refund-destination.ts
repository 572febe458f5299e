import type { PaymentRow } from "../payment/payments.ts";

export type RefundTo = "source" | "wallet";

/** How the money came, and from whom. */
export type Origin = Pick<PaymentRow, "gateway" | "customer_id">;

/**
 * Decides where a refund goes: to where the money came from. Nothing else decides it; the trigger refunds_destination
 * refuses anything else.
 *
 * | it was taken by | the refund goes to | |
 * |---|---|---|
 * | the venue (cash, its terminal, a transfer) | `source` | at the venue's desk: the platform never had the money |
 * | the wallet | `wallet` | the same wallet |
 * | a card | `source` | that card, through the gateway |
 * | a card, and the payer chose the wallet | `wallet` | the payer's wallet |
 *
 * @param wanted the requested destination; it counts for cards alone
 */
export function refundDestination(origin: Origin, wanted: RefundTo): RefundTo {
  switch (origin.gateway) {
    case "venue":
      return "source";
    case "wallet":
      return "wallet";
    default:
      return wanted === "wallet" && origin.customer_id !== null ? "wallet" : "source";
  }
}
