import { sql } from "kysely";
import { epochMs, instantText, MINUTE_MS } from "../base/time.ts";
import { cancelBooking } from "../booking/cancel-booking.ts";
import type { Tx } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { sqlState } from "../db/sql-error.ts";
import { releaseToWallet } from "../ledger/wallet.ts";
import type { GatewayState } from "../payment/gateway.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { getPayment, lockPayment, type PaymentRow } from "../payment/payments.ts";
import { isTaken } from "../payment/payment.ts";
import { nextLookAt } from "./look-again.ts";
import { noteCharge, noteReference } from "./note-reference.ts";
import { postArrival } from "./post-arrival.ts";
import { refundVoided } from "./refund-voided.ts";
import { returnSurplus } from "./return-surplus.ts";
import { earnAccepted, takeOrder } from "./take-order.ts";

export type Settled = "settled" | "unchanged";

/** An authorisation can lapse without a word from the gateway: looked at this often. */
const AUTHORIZED_POLL_MS = 60 * MINUTE_MS;

/**
 * Brings a payment to what the gateway says, with everything that follows from it – ledger, bookings, money back – in
 * one transaction. Told twice, late or out of order it does the same thing once: what was done already is unchanged.
 * What was taken on its page besides becomes payments of their own, and goes back.
 */
export async function settlePayment(
  parts: MoneyParts,
  paymentId: string,
  state: GatewayState,
): Promise<Settled> {
  return withPayment(parts, paymentId, async (tx, payment, now) => {
    if (isOfAnother(payment, state)) return lookAtOnce(tx, payment);
    await noteReference(tx, payment, state);
    if (isWrongMoney(payment, state)) return raiseAlarm(tx, payment, state);
    const charged = await noteCharge(tx, payment, state);
    const settled = await follow(tx, parts, charged, state, now);
    return (await returnSurplus(tx, charged, state.surplus ?? [], now)) ? "settled" : settled;
  });
}

async function follow(
  tx: Tx,
  parts: MoneyParts,
  payment: PaymentRow,
  state: GatewayState,
  now: number,
): Promise<Settled> {
  switch (state.status) {
    case "authorized":
      return authorize(tx, parts, payment, now);
    case "paid":
      return payment.status === "authorized"
        ? capture(tx, payment, state, now)
        : pay(tx, parts, payment, now);
    case "failed":
      return fail(tx, payment, state.failure ?? { code: "failed", message: "" }, now);
    case "voided":
      return letGo(tx, payment, now);
    default:
      return "unchanged";
  }
}

/** A payment from the wallet alone: the money is held already, nobody else is asked. In the caller's transaction. */
export async function payFromWallet(
  tx: Tx,
  parts: MoneyParts,
  paymentId: string,
  now: number,
): Promise<void> {
  await pay(tx, parts, await getPayment(tx, paymentId), now);
}

/** It did not come to anything, by our word: nothing, when it has moved on from `from` meanwhile. */
export async function failPayment(
  parts: MoneyParts,
  paymentId: string,
  failure: { code: string; message: string },
  from: "initiated" | "authorized" = "initiated",
): Promise<Settled> {
  return withPayment(parts, paymentId, async (tx, payment, now) =>
    payment.status === from ? fail(tx, payment, failure, now) : "unchanged",
  );
}

/**
 * All of it is at one moment: a hold that ends while this waits for its turn has not ended for it. Where somebody moved a
 * booking after it was read here, all is undone and decided once more, on what it is by then.
 */
async function withPayment(
  { db, clock }: MoneyParts,
  paymentId: string,
  work: (tx: Tx, payment: PaymentRow, now: number) => Promise<Settled>,
): Promise<Settled> {
  const decide = () => {
    const context = asPlatform("payments", clock);
    return inTransaction(db, context, async (tx) => {
      const { order_id: orderId } = await getPayment(tx, paymentId);
      if (orderId !== null) await lockOrderMoney(tx, orderId);
      return work(tx, await lockPayment(tx, paymentId), epochMs(context.now));
    });
  };
  try {
    return await decide();
  } catch (error) {
    if (sqlState(error) !== "HF003") throw error;
    return decide();
  }
}

/** Read before it was known which charge of its page it is: of two, the other one was taken to count. */
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

/** Another amount or currency than was asked for: nothing is confirmed by it, and a person looks at it. */
async function raiseAlarm(
  tx: Tx,
  payment: PaymentRow,
  { amount, status }: GatewayState,
): Promise<Settled> {
  const alarm = `the gateway says ${status} ${amount.amount} ${amount.currency}`;
  if (payment.alarm === alarm) return "unchanged";
  await sql`update payments set alarm = ${alarm} where id = ${payment.id}`.execute(tx);
  return "settled";
}

async function authorize(
  tx: Tx,
  parts: MoneyParts,
  payment: PaymentRow,
  now: number,
): Promise<Settled> {
  if (payment.status !== "initiated" && payment.status !== "failed") return "unchanged";
  await sql`update payments set status = 'authorized', next_poll_at = ${instantText(now + AUTHORIZED_POLL_MS)}
    where id = ${payment.id}`.execute(tx);
  await takeOrder(tx, parts, await getPayment(tx, payment.id), now);
  return "settled";
}

async function pay(tx: Tx, parts: MoneyParts, payment: PaymentRow, now: number): Promise<Settled> {
  if (isTaken(payment.status) || payment.status === "voided") return "unchanged";
  await markPaid(tx, payment, payment.amount_minor, now);
  await postArrival(tx, payment, payment.amount_minor, now);
  // The wallet's part of a split was held when the card was begun: now both are spent.
  await sql`update payments set status = 'paid', captured_minor = amount_minor
    where split_of = ${payment.id} and status = 'initiated'`.execute(tx);
  if (payment.order_id !== null) await takeOrder(tx, parts, await getPayment(tx, payment.id), now);
  return "settled";
}

/** What was held is charged: the business accepted. */
async function capture(
  tx: Tx,
  payment: PaymentRow,
  state: GatewayState,
  now: number,
): Promise<Settled> {
  const capturedMinor = state.capturedMinor || payment.amount_minor;
  await markPaid(tx, payment, capturedMinor, now);
  await postArrival(tx, payment, capturedMinor, now);
  await earnAccepted(tx, await getPayment(tx, payment.id), now);
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

async function fail(
  tx: Tx,
  payment: PaymentRow,
  failure: { code: string; message: string },
  now: number,
): Promise<Settled> {
  if (payment.status !== "initiated" && payment.status !== "authorized") return "unchanged";
  await sql`update payments set status = 'failed', failure_code = ${failure.code},
      failure_message = ${failure.message.slice(0, 500)}
    where id = ${payment.id}`.execute(tx);
  await releaseWalletPart(tx, payment, now);
  return "settled";
}

async function letGo(tx: Tx, payment: PaymentRow, now: number): Promise<Settled> {
  if (payment.status === "initiated") {
    return fail(tx, payment, { code: "voided", message: "voided at the gateway" }, now);
  }
  if (isTaken(payment.status)) {
    if (!(await refundVoided(tx, payment, now))) return "unchanged";
  } else {
    if (payment.status !== "authorized") return "unchanged";
    await sql`update payments set status = 'voided', next_poll_at = null where id = ${payment.id}`.execute(
      tx,
    );
  }
  await cancelUnpaid(tx, payment);
  return "settled";
}

/** What still waited for the business had nothing but this money behind it. */
async function cancelUnpaid(tx: Tx, payment: PaymentRow): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select b.id from payment_shares s join bookings b on b.business_id = s.business_id and b.id = s.booking_id
    where s.payment_id = ${payment.id} and b.status = 'pending' order by b.business_id, b.id`.execute(
    tx,
  );
  for (const { id } of payment.unwanted ? [] : rows) {
    await cancelBooking(tx, id, "system", { reason: "the payment it rested on was voided" });
  }
}

/** What the wallet had put aside for a card payment that failed. */
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
