import { idempotencyInProgress } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { getPayment, type PaymentRow } from "./payments.ts";

/** How long the first copy of a request may still be talking to the gateway. */
const STARTING_MS = 30_000;

/**
 * Returns the payment that an earlier copy of this request began.
 *
 * @param now epoch milliseconds
 * @throws Problem idempotency-in-progress while that copy may still be asking the gateway
 */
export async function resumeBegun(tx: Tx, paymentId: string, now: number): Promise<PaymentRow> {
  const payment = await getPayment(tx, paymentId);
  const isStarting = now - Date.parse(payment.created_at) < STARTING_MS;
  if (isUnasked(payment) && isStarting) throw idempotencyInProgress();
  return payment;
}

/** Tells whether it is recorded without the gateway's answer, so the gateway must be asked (again). */
export function isUnasked(row: PaymentRow): boolean {
  return row.status === "initiated" && row.gateway_ref === null && row.gateway !== "wallet";
}
