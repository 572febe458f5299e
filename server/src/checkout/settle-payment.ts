import { sql } from "kysely";
import { instantText, MINUTE_MS } from "../base/time.ts";
import { cancelBooking } from "../booking/cancel-booking.ts";
import type { Tx } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { postLedger } from "../ledger/post.ts";
import { releaseToWallet } from "../ledger/wallet.ts";
import type { GatewayState } from "../payment/gateway.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { getPayment, lockPayment, type PaymentRow } from "../payment/payments.ts";
import { isTaken } from "../payment/payment.ts";
import { refundVoided } from "./refund-voided.ts";
import { earnAccepted, takeOrder } from "./take-order.ts";

export type Settled = "settled" | "unchanged";

/** An authorisation can lapse without a word from the gateway: looked at this often. */
const AUTHORIZED_POLL_MS = 60 * MINUTE_MS;

/**
 * Brings a payment to what the gateway says, with everything that follows from it – ledger, bookings, money back – in
 * one transaction. Told twice, late or out of order it does the same thing once: what was done already is unchanged.
 */
export async function settlePayment(
  parts: MoneyParts,
  paymentId: string,
  state: GatewayState,
): Promise<Settled> {
  return withPayment(parts, paymentId, async (tx, payment, now) => {
    await noteReference(tx, payment, state);
    if (isWrongMoney(payment, state)) return raiseAlarm(tx, payment, state);
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
  });
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

async function withPayment(
  { db, clock }: MoneyParts,
  paymentId: string,
  work: (tx: Tx, payment: PaymentRow, now: number) => Promise<Settled>,
): Promise<Settled> {
  return inTransaction(db, asPlatform("payments", clock), async (tx) => {
    const { order_id: orderId } = await getPayment(tx, paymentId);
    if (orderId !== null) await lockOrderMoney(tx, orderId);
    return work(tx, await lockPayment(tx, paymentId), clock.now());
  });
}

async function noteReference(tx: Tx, payment: PaymentRow, state: GatewayState): Promise<void> {
  await sql`
    update payments set gateway_object = coalesce(gateway_object, ${state.object}),
      gateway_ref = coalesce(gateway_ref, ${state.ref}), redirect_url = coalesce(${state.redirectUrl ?? null}, redirect_url),
      card_brand = coalesce(${state.card?.brand ?? null}, card_brand),
      card_last4 = coalesce(${state.card?.last4 ?? null}, card_last4)
    where id = ${payment.id}
      and (gateway_ref is null or redirect_url is distinct from coalesce(${state.redirectUrl ?? null}, redirect_url)
        or card_last4 is distinct from coalesce(${state.card?.last4 ?? null}, card_last4))`.execute(
    tx,
  );
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
  await markPaid(tx, payment, payment.amount_minor);
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
  await markPaid(tx, payment, capturedMinor);
  await postArrival(tx, payment, capturedMinor, now);
  await earnAccepted(tx, await getPayment(tx, payment.id), now);
  return "settled";
}

async function markPaid(tx: Tx, { id }: PaymentRow, capturedMinor: number): Promise<void> {
  await sql`update payments set status = 'paid', captured_minor = ${capturedMinor}, next_poll_at = null,
      failure_code = null, failure_message = null
    where id = ${id}`.execute(tx);
}

/** The money is with the gateway, and belongs to nobody yet: to the order, or to the wallet it tops up. */
async function postArrival(
  tx: Tx,
  payment: PaymentRow,
  amountMinor: number,
  now: number,
): Promise<void> {
  // A wallet's money was moved when it was held.
  if (payment.gateway === "wallet" || payment.gateway === "venue") return;
  const from = { kind: "gateway_clearing", gateway: payment.gateway } as const;
  const isTopUp = payment.purpose === "top_up";
  const to = isTopUp
    ? ({ kind: "customer_wallet", userId: payment.customer_id! } as const)
    : ({ kind: "order_funds" } as const);
  await postLedger(
    tx,
    {
      kind: isTopUp ? "top_up" : "payment",
      key: `payment:${payment.id}:paid`,
      currency: payment.currency,
      paymentId: payment.id,
      ...(payment.order_id !== null && { orderId: payment.order_id }),
      transfers: [{ from, to, amountMinor }],
    },
    now,
  );
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
