import type { Money } from "../base/money.ts";
import type { GatewayName } from "./card-gateways.ts";

/** How somebody wants to pay for an order. */
export interface PaymentRequest {
  orderId: string;
  customerId: string;
  method: "card" | "wallet" | "split";
  /** The wallet's part, in the order's currency; with `split` only. */
  walletAmount?: Money;
  gateway?: GatewayName;
  /** Made in the browser by the gateway's own script; without one the payer goes to the gateway's page. */
  token?: string;
  /** Present whenever a gateway is asked. */
  returnUrl?: string;
  whenPartlyGone: "keep" | "refund";
}
