import type { PaymentRow } from "../payment/payments.ts";

export type RefundTo = "source" | "wallet";

/** How the money came, and from whom. */
export type Origin = Pick<PaymentRow, "gateway" | "customer_id">;

/**
 * Where money goes back to: where it came from. The one place that decides it; the trigger refunds_destination refuses
 * anything else.
 *
 * | it was taken by | it goes back | |
 * |---|---|---|
 * | the venue (cash, its terminal, a transfer) | `source` | over the venue's counter: the platform never had it |
 * | the wallet | `wallet` | the one it came from |
 * | a card | `source` | by the gateway, to that card |
 * | a card, and the payer chose it | `wallet` | of whoever paid, and nobody else's |
 *
 * @param wanted what was asked for; it counts for cards alone
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
