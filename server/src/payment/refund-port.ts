import type { Tx } from "../db/connection.ts";
import type { SurplusCharge } from "./gateway.ts";
import type { PaymentRow } from "./payments.ts";

/**
 * What a payment causes to go back. The room of refunds answers this, and app.ts brings the two together. Each runs in the
 * caller's transaction, which holds the payment; `now` is in epoch milliseconds. Told again, each changes nothing.
 */
export interface RefundPort {
  /** The page charged more than the payment: that goes back. Answers whether anything was new. */
  returnSurplus(
    tx: Tx,
    payment: PaymentRow,
    surplus: readonly SurplusCharge[],
    now: number,
  ): Promise<boolean>;
  /** The gateway let go of money it had taken: all of it counts as refunded. Answers whether anything was left. */
  refundVoided(tx: Tx, payment: PaymentRow, now: number): Promise<boolean>;
}
