import { sql } from "kysely";
import type { Idempotency } from "../base/idempotency.ts";
import { newId } from "../base/id.ts";
import type { Money } from "../base/money.ts";
import { invalidAt } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { GatewayName } from "./card-gateways.ts";
import type { Gateway } from "./gateway.ts";
import { withReach, type MoneyParts } from "./money-parts.ts";
import { getPayment, type PaymentRow } from "./payments.ts";
import { chargePayment } from "./charge-payment.ts";
import { chooseGateway, leastOf } from "./choose-gateway.ts";
import { assertNotRefused, findBegun, isUnasked } from "./find-begun.ts";
import { insertPayment } from "./insert-payment.ts";

export interface TopUpRequest {
  customerId: string;
  amount: Money;
  gateway?: GatewayName;
  token?: string;
  returnUrl: string;
  idempotency: Idempotency;
}

/** In minor units: for more a wallet is not meant. The least is the gateway's. */
const MAXIMUM = 1_000_000;
const FIRST_POLL_MS = 15_000;

/**
 * Begins to put money into the customer's wallet; it is there when the gateway has it.
 *
 * @returns the payment's id
 * @throws Problem invalid-request at /amount or /gateway, idempotency-key-reused, idempotency-in-progress
 */
export async function startTopUp(
  parts: MoneyParts,
  context: Context,
  request: TopUpRequest,
): Promise<string> {
  const gateway = chooseGateway(parts, request.gateway);
  assertAmount(gateway, request.amount);
  const payment = await inTransaction(parts.db, withReach(context), (tx) =>
    begin(tx, request, gateway.name, parts.clock.now()),
  );
  if (isUnasked(payment)) {
    const about = { description: "محفظة · Holdfast wallet" };
    await chargePayment(parts, payment, about, request.token);
  }
  return payment.id;
}

/** One copy of a request at a time decides whether a top-up begins. */
export async function lockTopUp(tx: Tx, { scope, key }: Idempotency): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${scope}|${key}`}, 17))`.execute(tx);
}

function assertAmount(gateway: Gateway, { amount, currency }: Money): void {
  if (!Intl.supportedValuesOf("currency").includes(currency)) {
    throw invalidAt(
      "/amount/currency",
      "استخدم رمز عملة من ISO 4217 مثل SAR.",
      "Use an ISO 4217 currency such as SAR.",
    );
  }
  const least = leastOf(gateway, currency);
  if (amount >= least && amount <= MAXIMUM) return;
  throw invalidAt(
    "/amount/amount",
    `مبلغ الشحن من ${least} إلى ${MAXIMUM} بأصغر وحدة للعملة.`,
    `A top-up is from ${least} to ${MAXIMUM} in the currency's minor unit.`,
  );
}

async function begin(
  tx: Tx,
  request: TopUpRequest,
  gateway: GatewayName,
  now: number,
): Promise<PaymentRow> {
  const { idempotency: once, customerId, amount } = request;
  await lockTopUp(tx, once);
  const begun = await findBegun(tx, once, now);
  if (begun) return begun;
  await assertNotRefused(tx, once);
  const id = newId(now);
  await insertPayment(tx, {
    id,
    orderId: null,
    customerId,
    purpose: "top_up",
    gateway,
    method: "card",
    amountMinor: amount.amount,
    currency: amount.currency,
    status: "initiated",
    returnUrl: request.returnUrl,
    nextPollAt: now + FIRST_POLL_MS,
    idempotency: once,
    shares: [],
  });
  return getPayment(tx, id);
}
