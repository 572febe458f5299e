import type { Tx } from "../db/connection.ts";
import type { SurplusCharge } from "./gateway.ts";
import type { PaymentRow } from "./payments.ts";

/**
 * Refunds that a payment causes. The refund room implements this, and app.ts connects the two. Each runs in the
 * caller's transaction, which has locked the payment; `now` is in epoch milliseconds. Calling again changes nothing.
 */
export interface RefundPort {
  /** Refunds what the page charged beyond the payment. Returns whether anything was new. */
  returnSurplus(
    tx: Tx,
    payment: PaymentRow,
    surplus: readonly SurplusCharge[],
    now: number,
  ): Promise<boolean>;
  /** The gateway voided money it had taken: all of it counts as refunded. Returns whether anything was left. */
  refundVoided(tx: Tx, payment: PaymentRow, now: number): Promise<boolean>;
}
