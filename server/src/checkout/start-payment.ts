import { sql } from "kysely";
import { newId } from "../base/id.ts";
import { money } from "../base/money.ts";
import { invalidAt, notFound, Problem } from "../base/problem.ts";
import { extendOrder } from "../booking/extend-order.ts";
import { getOrder } from "../booking/orders.ts";
import { instantText, MINUTE_MS } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { inTransaction, type AfterCommit } from "../db/in-transaction.ts";
import { holdFromWallet } from "../ledger/wallet.ts";
import type { Gateway } from "../payment/gateway.ts";
import { withReach, type MoneyParts } from "../payment/money-parts.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { getPayment, type PaymentRow } from "../payment/payments.ts";
import { askGateway } from "../payment/ask-gateway.ts";
import { chargePayment, type PageAbout } from "../payment/charge-payment.ts";
import { chooseGateway, leastOf } from "../payment/choose-gateway.ts";
import { assertNotRefused, findBegun, isUnasked } from "../payment/find-begun.ts";
import { insertPayment } from "../payment/insert-payment.ts";
import { payableOf, type Payable } from "./payable.ts";
import type { PaymentRequest } from "../payment/payment-request.ts";
import { findOpenPages, giveUpPages } from "../payment/open-pages.ts";
import { payFromWallet } from "../payment/settle-payment.ts";
import { assertWalletCovers, divide, walletPart } from "./wallet-part.ts";

/** Whoever begins to pay has at least so long to get through the bank's pages. */
const TIME_TO_PAY_MINUTES = 10;
/** From when on the reconciler looks at a payment of which nothing was heard. */
const FIRST_POLL_MS = 15_000;

/**
 * Begins to pay for an order: what is due is written down first, the gateway is asked outside any transaction with
 * our id as its idempotency value, and what it said is written down then. Cut off at any point, the reconciler
 * finishes it. Asked again with the same key it is the same payment.
 *
 * @returns the payment's id
 * @throws Problem not-found, invalid-transition when nothing is held any more, conflict when all is paid or another
 *   payment is open, insufficient-funds, invalid-request, idempotency-key-reused, idempotency-in-progress, unavailable
 *   when the gateway of an open payment does not answer
 */
export async function startPayment(
  parts: MoneyParts,
  context: Context,
  request: PaymentRequest,
): Promise<string> {
  const { db } = parts;
  const gateway = request.method === "wallet" ? undefined : chooseGateway(parts, request.gateway);
  const open = await inTransaction(db, withReach(context), (tx) =>
    lookFirst(tx, parts, request, gateway),
  );
  if (open.length > 0) await askGateway(() => giveUpPages(parts, open));
  const begun = await inTransaction(db, withReach(context), (tx, after) =>
    begin(tx, parts, request, gateway, after),
  );
  if (begun.about) await chargePayment(parts, begun.payment, begun.about, request.token);
  return begun.payment.id;
}

/**
 * What would be refused anyway is refused before an open page is given up for it; a copy of a request that was begun goes
 * on, one of a request that was refused goes no further.
 *
 * @returns the pages that this payment replaces
 */
async function lookFirst(
  tx: Tx,
  { clock }: MoneyParts,
  request: PaymentRequest,
  gateway: Gateway | undefined,
): Promise<PaymentRow[]> {
  const now = clock.now();
  await assertOwnOrder(tx, request);
  const order = await getOrder(tx, request.orderId, now);
  const { currency } = order.total;
  const asked = request.walletAmount?.currency;
  if (asked !== undefined && asked !== currency) throw otherCurrency(currency);
  if (await findBegun(tx, request.idempotency, now)) return [];
  await assertNotRefused(tx, request.idempotency);
  const totalMinor = totalOf(await payableOf(tx, order, now));
  const walletMinor = walletPart(request, totalMinor, leastOf(gateway, currency));
  if (walletMinor > 0) await assertWalletCovers(tx, request, walletMinor, currency);
  return findOpenPages(tx, request);
}

/** @throws Problem not-found when it is somebody else's: who serves an order sees it, and does not pay for it */
async function assertOwnOrder(
  tx: Tx,
  { orderId, customerId }: Pick<PaymentRequest, "orderId" | "customerId">,
): Promise<void> {
  const { rows } = await sql<{ customer_id: string | null }>`
    select customer_id from orders where id = ${orderId}`.execute(tx);
  if (rows[0]?.customer_id !== customerId) throw notFound("order");
}

function totalOf(payables: readonly Payable[]): number {
  return payables.reduce((sum, one) => sum + one.amountMinor, 0);
}

/** The payment as it is written down; with what its page says, where the gateway is still to be asked. */
interface Begun {
  payment: PaymentRow;
  about?: PageAbout;
}

async function begunWith(tx: Tx, payment: PaymentRow): Promise<Begun> {
  return isUnasked(payment)
    ? { payment, about: await aboutOrder(tx, payment.order_id!) }
    : { payment };
}

/** In both languages, for want of knowing the payer's. */
async function aboutOrder(tx: Tx, orderId: string): Promise<PageAbout> {
  const { rows } = await sql<{ references: string; expiresAt: string | null }>`
    select string_agg(reference, ', ' order by reference) as references, min(expires_at) as "expiresAt"
    from bookings where order_id = ${orderId}`.execute(tx);
  const { references, expiresAt } = rows[0]!;
  return {
    description: `حجز · Booking ${references}`.slice(0, 200),
    ...(expiresAt !== null && { expiresAt: Date.parse(expiresAt) }),
  };
}

async function begin(
  tx: Tx,
  parts: MoneyParts,
  request: PaymentRequest,
  gateway: Gateway | undefined,
  after: AfterCommit,
): Promise<Begun> {
  const now = parts.clock.now();
  await lockOrderMoney(tx, request.orderId);
  const earlier = await findBegun(tx, request.idempotency, now);
  if (earlier) return begunWith(tx, earlier);
  await assertNotRefused(tx, request.idempotency);
  await assertOwnOrder(tx, request);
  const order = await withTimeToPay(tx, request.orderId, now);
  const payables = await payableOf(tx, order, now);
  await holdAmendments(tx, payables, now);
  const totalMinor = totalOf(payables);
  const { currency } = order.total;
  const walletMinor = walletPart(request, totalMinor, leastOf(gateway, currency));
  const [byWallet, byCard] = divide(payables, walletMinor);
  const id = newId(now);
  const common = {
    orderId: order.id,
    customerId: request.customerId,
    purpose: "order",
    currency,
    status: "initiated",
    whenPartlyGone: request.whenPartlyGone,
  } as const;
  if (gateway) {
    await insertPayment(tx, {
      ...common,
      id,
      gateway: gateway.name,
      method: "card",
      amountMinor: totalMinor - walletMinor,
      capture: isManual(payables, request) ? "manual" : "automatic",
      returnUrl: request.returnUrl,
      nextPollAt: now + FIRST_POLL_MS,
      idempotency: request.idempotency,
      shares: byCard,
    });
  }
  if (walletMinor > 0) {
    const walletId = gateway ? newId(now) : id;
    await insertPayment(tx, {
      ...common,
      id: walletId,
      gateway: "wallet",
      method: "wallet",
      amountMinor: walletMinor,
      ...(gateway ? { splitOf: id } : { idempotency: request.idempotency }),
      shares: byWallet,
    });
    const amount = money(walletMinor, currency);
    await holdFromWallet(
      tx,
      { userId: request.customerId, paymentId: walletId, orderId: order.id, amount },
      now,
    );
    if (!gateway) await payFromWallet(tx, parts, id, now, after);
  }
  return begunWith(tx, await getPayment(tx, id));
}

/** The order, held long enough to be paid for; a hold at its limit stays as it is. */
async function withTimeToPay(tx: Tx, orderId: string, now: number) {
  const order = await getOrder(tx, orderId, now);
  if (order.status !== "reserved") return order;
  try {
    const isLonger = await extendOrder(tx, order, TIME_TO_PAY_MINUTES, now);
    return isLonger ? await getOrder(tx, orderId, now) : order;
  } catch (error) {
    if (error instanceof Problem && error.type === "conflict") return order;
    throw error;
  }
}

/** What is held for changes lasts long enough to be paid for, too. */
async function holdAmendments(tx: Tx, payables: readonly Payable[], now: number): Promise<void> {
  const until = instantText(now + TIME_TO_PAY_MINUTES * MINUTE_MS);
  for (const { bookingId, amendmentId } of payables) {
    if (amendmentId === undefined) continue;
    await sql`select extend_amendment(${bookingId}, ${amendmentId}, ${until}::timestamptz)`.execute(
      tx,
    );
  }
}

/**
 * A gateway captures a payment once. So money is only held where one booking, accepted by hand, is all it is for; else it
 * is taken and given back if the business declines.
 */
function isManual(payables: readonly Payable[], { token, method }: PaymentRequest): boolean {
  return (
    method === "card" &&
    token !== undefined &&
    payables.length === 1 &&
    payables[0]!.acceptance === "manual"
  );
}

function otherCurrency(currency: string) {
  return invalidAt(
    "/walletAmount/currency",
    `الطلب بعملة ${currency}؛ أرسل المبلغ بها.`,
    `The order is in ${currency}; send the amount in it.`,
  );
}
