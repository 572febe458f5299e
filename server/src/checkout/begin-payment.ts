import { sql } from "kysely";
import { newId } from "../base/id.ts";
import { money } from "../base/money.ts";
import { invalidAt, notFound, Problem } from "../base/problem.ts";
import { instantText, MINUTE_MS } from "../base/time.ts";
import { extendOrder } from "../booking/extend-order.ts";
import { getOrder } from "../booking/orders.ts";
import type { Tx } from "../db/connection.ts";
import type { AfterCommit } from "../db/in-transaction.ts";
import { holdFromWallet } from "../ledger/wallet.ts";
import { chooseGateway, leastOf } from "../payment/choose-gateway.ts";
import type { Gateway } from "../payment/gateway.ts";
import { insertPayment } from "../payment/insert-payment.ts";
import type { MoneyParts } from "../payment/money-parts.ts";
import { findOpenPages } from "../payment/open-pages.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import type { PaymentRequest } from "../payment/payment-request.ts";
import { getPayment, type PaymentRow } from "../payment/payments.ts";
import { payFromWallet } from "../payment/settle-payment.ts";
import { payableOf, type Payable } from "./payable.ts";
import { assertWalletCovers, divide, walletPart } from "./wallet-part.ts";

/** The minimum time a payer needs for the bank's pages. */
const TIME_TO_PAY_MINUTES = 10;
/** When the reconciler first polls a payment without news. */
const FIRST_POLL_MS = 15_000;

/** The amount due, and which method pays which part. */
interface Due {
  currency: string;
  payables: readonly Payable[];
  totalMinor: number;
  walletMinor: number;
  gateway: Gateway | undefined;
}

/**
 * Records the payments of an order. If the payer left an earlier payment's page open, nothing is recorded until that
 * payment is given up.
 *
 * @param how.replacing the open pages were given up
 * @returns the payment, or the open pages that it would replace
 * @throws Problem not-found, invalid-transition when nothing is held any more, conflict when all is paid or another
 * payment is open, insufficient-funds, invalid-request
 */
export async function beginPayment(
  tx: Tx,
  parts: MoneyParts,
  request: PaymentRequest,
  { replacing, after }: { replacing: boolean; after: AfterCommit },
): Promise<{ payment: PaymentRow } | { open: PaymentRow[] }> {
  const now = parts.clock.now();
  const gateway = request.method === "wallet" ? undefined : chooseGateway(parts, request.gateway);
  if (gateway && request.returnUrl === undefined) throw noWayBack();
  await lockOrderMoney(tx, request.orderId);
  const due = await whatIsDue(tx, request, gateway, now);
  const open = replacing ? [] : await findOpenPages(tx, request);
  if (open.length > 0) return { open };
  await holdAmendments(tx, due.payables, now);
  const id = await insertParts(tx, request, due, now);
  if (!gateway) await payFromWallet(tx, parts, id, now, after);
  return { payment: await getPayment(tx, id) };
}

async function whatIsDue(
  tx: Tx,
  request: PaymentRequest,
  gateway: Gateway | undefined,
  now: number,
): Promise<Due> {
  await assertOwnOrder(tx, request);
  const order = await withTimeToPay(tx, request.orderId, now);
  const { currency } = order.total;
  const asked = request.walletAmount?.currency;
  if (asked !== undefined && asked !== currency) throw otherCurrency(currency);
  const payables = await payableOf(tx, order, now);
  const totalMinor = payables.reduce((sum, one) => sum + one.amountMinor, 0);
  const walletMinor = walletPart(request, totalMinor, leastOf(gateway, currency));
  if (walletMinor > 0) await assertWalletCovers(tx, request, walletMinor, currency);
  return { currency, payables, totalMinor, walletMinor, gateway };
}

/** Inserts the card's part, and the wallet's part, which is held at once. @returns the id of the requested payment */
async function insertParts(
  tx: Tx,
  request: PaymentRequest,
  { currency, payables, totalMinor, walletMinor, gateway }: Due,
  now: number,
): Promise<string> {
  const [byWallet, byCard] = divide(payables, walletMinor);
  const id = newId(now);
  const { orderId, customerId, whenPartlyGone } = request;
  const common = {
    orderId,
    customerId,
    purpose: "order",
    currency,
    status: "initiated",
    whenPartlyGone,
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
      ...(gateway && { splitOf: id }),
      shares: byWallet,
    });
    const amount = money(walletMinor, currency);
    await holdFromWallet(tx, { userId: customerId, paymentId: walletId, orderId, amount }, now);
  }
  return id;
}

/** Refuses another customer's order: staff can see an order but not pay for it. @throws Problem not-found */
async function assertOwnOrder(
  tx: Tx,
  { orderId, customerId }: Pick<PaymentRequest, "orderId" | "customerId">,
): Promise<void> {
  const { rows } = await sql<{ customer_id: string | null }>`
    select customer_id from orders where id = ${orderId}`.execute(tx);
  if (rows[0]?.customer_id !== customerId) throw notFound("order");
}

/** Extends the order's hold so there is time to pay; a hold at its limit stays as it is. */
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

/** Extends the holds of amendments in the same way. */
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
 * Tells whether to authorise only. A gateway captures a payment once, so money is only authorised for a single
 * booking accepted by hand; otherwise it is captured, and refunded if the business declines.
 */
function isManual(payables: readonly Payable[], { token, method }: PaymentRequest): boolean {
  return (
    method === "card" &&
    token !== undefined &&
    payables.length === 1 &&
    payables[0]!.acceptance === "manual"
  );
}

function noWayBack() {
  return invalidAt(
    "/returnUrl",
    "أرسل العنوان الذي يعود إليه المتصفح بعد الدفع بالبطاقة.",
    "Send the URL that the browser returns to after paying by card.",
  );
}

function otherCurrency(currency: string) {
  return invalidAt(
    "/walletAmount/currency",
    `الطلب بعملة ${currency}؛ أرسل المبلغ بها.`,
    `The order is in ${currency}; send the amount in it.`,
  );
}
