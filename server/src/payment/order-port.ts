import type { AfterCommit } from "../db/in-transaction.ts";
import type { Tx } from "../db/connection.ts";
import type { PaymentRow } from "./payments.ts";

/**
 * What becomes of the bookings that a payment is for. Payments know nothing of bookings: the room where money meets them
 * answers this, and app.ts brings the two together. Each in the caller's transaction, which holds the payment and the money
 * of its order; `now` in epoch milliseconds.
 */
export interface OrderPort {
  /** Money has arrived, or is held: its bookings count, or it goes back. */
  take(tx: Tx, payment: PaymentRow, now: number, after: AfterCommit): Promise<void>;
  /** What was held has been taken: what was accepted is the business's. */
  earnAccepted(tx: Tx, payment: PaymentRow, now: number): Promise<void>;
  /** What was held was let go of: bookings that waited with nothing else behind them end. */
  cancelUnpaid(tx: Tx, payment: PaymentRow): Promise<void>;
}
