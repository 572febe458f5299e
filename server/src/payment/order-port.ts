import type { AfterCommit } from "../db/in-transaction.ts";
import type { Tx } from "../db/connection.ts";
import type { PaymentRow } from "./payments.ts";

/**
 * What happens to the bookings of a payment. Payments do not know bookings: the checkout room implements this, and
 * app.ts connects the two. Each runs in the caller's transaction, which has locked the payment and the money of its
 * order; `now` is in epoch milliseconds.
 */
export interface OrderPort {
  /** Money was paid or authorised: its bookings count, or it is refunded. */
  take(tx: Tx, payment: PaymentRow, now: number, after: AfterCommit): Promise<void>;
  /** An authorised payment was captured: what was accepted is earned by the business. */
  earnAccepted(tx: Tx, payment: PaymentRow, now: number): Promise<void>;
  /** An authorised payment was voided: pending bookings with no other payment end. */
  cancelUnpaid(tx: Tx, payment: PaymentRow): Promise<void>;
}
