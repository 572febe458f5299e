import type { OpenStatus } from "./payment.ts";
import { sql } from "kysely";
import { epochMs } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import { inTransaction, type AfterCommit } from "../db/in-transaction.ts";
import { sqlState } from "../db/sql-error.ts";
import type { GatewayState } from "./gateway.ts";
import { asPlatform, type MoneyParts } from "./money-parts.ts";
import { lockOrderMoney } from "./order-money-lock.ts";
import { replaceAlarm } from "./raise-alarm.ts";
import { getPayment, lockPayment, type PaymentRow } from "./payments.ts";
import { authorize, capture, fail, letGo, pay, type Settled } from "./move-payment.ts";
import { noteCharge, noteReference } from "./note-reference.ts";

/**
 * Brings a payment to the state the gateway reports, with everything that follows – ledger, bookings, refunds – in one
 * transaction. Idempotent, also for late or reordered reports. Surplus charges on its page become payments of their own
 * and are refunded.
 */
export async function settlePayment(
  parts: MoneyParts,
  paymentId: string,
  state: GatewayState,
): Promise<Settled> {
  return withPayment(parts, paymentId, async (tx, payment, now, after) => {
    if (isOfAnother(payment, state)) return lookAtOnce(tx, payment);
    await noteReference(tx, payment, state);
    if (isWrongMoney(payment, state)) return refuseMoney(tx, payment, state);
    const charged = await noteCharge(tx, payment, state);
    const settled = await follow(tx, parts, charged, state, now, after);
    const { surplus = [] } = state;
    return (await parts.refunds.returnSurplus(tx, charged, surplus, now)) ? "settled" : settled;
  });
}

async function follow(
  tx: Tx,
  parts: MoneyParts,
  payment: PaymentRow,
  state: GatewayState,
  now: number,
  after: AfterCommit,
): Promise<Settled> {
  switch (state.status) {
    case "authorized":
      return authorize(tx, parts, payment, now, after);
    case "paid":
      return payment.status === "authorized"
        ? capture(tx, parts, payment, state, now)
        : pay(tx, parts, payment, now, after);
    case "failed":
      return fail(tx, payment, state.failure ?? { code: "failed", message: "" }, now);
    case "voided":
      return letGo(tx, parts, payment, now);
    default:
      return "unchanged";
  }
}

/**
 * Settles a payment from the wallet alone: the money is already held and no gateway is involved. In the caller's
 * transaction.
 */
export async function payFromWallet(
  tx: Tx,
  parts: MoneyParts,
  paymentId: string,
  now: number,
  after: AfterCommit,
): Promise<void> {
  await pay(tx, parts, await getPayment(tx, paymentId), now, after);
}

/** Marks a payment as failed; does nothing if it has moved on from `from` meanwhile. */
export async function failPayment(
  parts: MoneyParts,
  paymentId: string,
  failure: { code: string; message: string },
  from: OpenStatus = "initiated",
): Promise<Settled> {
  return withPayment(parts, paymentId, async (tx, payment, now) =>
    payment.status === from ? fail(tx, payment, failure, now) : "unchanged",
  );
}

/**
 * Decides everything at one moment, so a hold that ends while this waits for a lock has not ended for it. If a
 * booking moves after it was read here, everything is rolled back and decided again.
 */
async function withPayment(
  { db, clock, task = "payments" }: MoneyParts,
  paymentId: string,
  work: (tx: Tx, payment: PaymentRow, now: number, after: AfterCommit) => Promise<Settled>,
): Promise<Settled> {
  const decide = () => {
    const context = asPlatform(task, clock);
    return inTransaction(db, context, async (tx, after) => {
      const { order_id: orderId } = await getPayment(tx, paymentId);
      if (orderId !== null) await lockOrderMoney(tx, orderId);
      return work(tx, await lockPayment(tx, paymentId), epochMs(context.now), after);
    });
  };
  try {
    return await decide();
  } catch (error) {
    if (sqlState(error) !== "HF003") throw error;
    return decide();
  }
}

/** Whether this report is outdated: it was read before another charge of the page was chosen as the one that counts. */
function isOfAnother({ gateway_charge: charge }: PaymentRow, state: GatewayState): boolean {
  return charge !== null && state.charge !== undefined && state.charge !== charge;
}

async function lookAtOnce(tx: Tx, { id }: PaymentRow): Promise<Settled> {
  await sql`update payments set next_poll_at = app_now() where id = ${id}`.execute(tx);
  return "unchanged";
}

function isWrongMoney(payment: PaymentRow, { amount }: GatewayState): boolean {
  return amount.amount !== payment.amount_minor || amount.currency !== payment.currency;
}

/** Raises an alarm when the amount or currency differs from the charge: it confirms nothing. */
async function refuseMoney(
  tx: Tx,
  payment: PaymentRow,
  { amount, status }: GatewayState,
): Promise<Settled> {
  const alarm = `the gateway says ${status} ${amount.amount} ${amount.currency}`;
  return (await replaceAlarm(tx, payment, alarm)) ? "settled" : "unchanged";
}
