import { sql } from "kysely";
import { instantText, MINUTE_MS } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import type { AfterCommit } from "../db/in-transaction.ts";
import { releaseToWallet } from "../ledger/wallet.ts";
import type { GatewayState } from "./gateway.ts";
import type { MoneyParts } from "./money-parts.ts";
import { implies, isTaken, mayBeHeardOf } from "./payment.ts";
import { getPayment, type PaymentRow } from "./payments.ts";
import { nextLookAt } from "./look-again.ts";
import { postArrival } from "./post-arrival.ts";

/*
 * One function for each status that a gateway may report: moves our payment and everything that depends on it. Each
 * runs in the caller's transaction, which has locked the payment and its order's money; a move already made is
 * "unchanged".
 */

export type Settled = "settled" | "unchanged";

/** An authorisation can lapse without notice from the gateway, so it is polled this often. */
const AUTHORIZED_POLL_MS = 60 * MINUTE_MS;

/** Authorises a payment: its bookings wait for the business. A payment given up before may still be authorised. */
export async function authorize(
  tx: Tx,
  parts: MoneyParts,
  payment: PaymentRow,
  now: number,
  after: AfterCommit,
): Promise<Settled> {
  if (!mayBeHeardOf(payment.status)) return "unchanged";
  await sql`update payments set status = 'authorized', next_poll_at = ${instantText(now + AUTHORIZED_POLL_MS)}
    where id = ${payment.id}`.execute(tx);
  await parts.orders.take(tx, await getPayment(tx, payment.id), now, after);
  return "settled";
}

/** Marks a payment as paid: its bookings are confirmed, or it is refunded. */
export async function pay(
  tx: Tx,
  parts: MoneyParts,
  payment: PaymentRow,
  now: number,
  after: AfterCommit,
): Promise<Settled> {
  if (isTaken(payment.status) || payment.status === "voided") return "unchanged";
  await markPaid(tx, payment, payment.amount_minor, now);
  await postArrival(tx, payment, payment.amount_minor, now);
  // The wallet's part of a split was held when the card payment began: now both are spent.
  await sql`update payments set status = 'paid', captured_minor = amount_minor
    where split_of = ${payment.id} and status = 'initiated'`.execute(tx);
  if (payment.order_id !== null) {
    await parts.orders.take(tx, await getPayment(tx, payment.id), now, after);
  }
  return "settled";
}

/** Captures an authorised payment: the business accepted. */
export async function capture(
  tx: Tx,
  parts: MoneyParts,
  payment: PaymentRow,
  state: GatewayState,
  now: number,
): Promise<Settled> {
  const capturedMinor = state.capturedMinor || payment.amount_minor;
  await markPaid(tx, payment, capturedMinor, now);
  await postArrival(tx, payment, capturedMinor, now);
  await parts.orders.earnAccepted(tx, await getPayment(tx, payment.id), now);
  return "settled";
}

async function markPaid(
  tx: Tx,
  payment: PaymentRow,
  capturedMinor: number,
  now: number,
): Promise<void> {
  const next = nextLookAt({ ...payment, status: "paid", paid_at: instantText(now) }, now);
  await sql`update payments set status = 'paid', captured_minor = ${capturedMinor},
      next_poll_at = ${next === undefined ? null : instantText(next)}, failure_code = null, failure_message = null
    where id = ${payment.id}`.execute(tx);
}

/** Marks a payment as failed and releases the wallet's part. */
export async function fail(
  tx: Tx,
  payment: PaymentRow,
  failure: { code: string; message: string },
  now: number,
): Promise<Settled> {
  if (!implies[payment.status].isOpen) return "unchanged";
  await sql`update payments set status = 'failed', failure_code = ${failure.code},
      failure_message = ${failure.message.slice(0, 500)}
    where id = ${payment.id}`.execute(tx);
  await releaseWalletPart(tx, payment, now);
  return "settled";
}

/** Marks a payment as voided at the gateway. */
export async function letGo(
  tx: Tx,
  parts: MoneyParts,
  payment: PaymentRow,
  now: number,
): Promise<Settled> {
  if (payment.status === "initiated") {
    return fail(tx, payment, { code: "voided", message: "voided at the gateway" }, now);
  }
  if (isTaken(payment.status)) {
    if (!(await parts.refunds.refundVoided(tx, payment, now))) return "unchanged";
  } else {
    if (payment.status !== "authorized") return "unchanged";
    await sql`update payments set status = 'voided', next_poll_at = null where id = ${payment.id}`.execute(
      tx,
    );
  }
  await parts.orders.cancelUnpaid(tx, payment);
  return "settled";
}

/** Releases the wallet's part of a failed card payment. */
async function releaseWalletPart(tx: Tx, payment: PaymentRow, now: number): Promise<void> {
  const { rows } = await sql<PaymentRow>`
    update payments set status = 'failed', failure_code = 'card-failed', failure_message = 'the card part failed'
    where split_of = ${payment.id} and status = 'initiated' returning *`.execute(tx);
  const own = payment.gateway === "wallet" ? [payment] : [];
  for (const part of [...rows, ...own]) {
    await releaseToWallet(
      tx,
      {
        userId: part.customer_id!,
        paymentId: part.id,
        orderId: part.order_id!,
        amount: { amount: part.amount_minor, currency: part.currency },
      },
      now,
    );
  }
}
