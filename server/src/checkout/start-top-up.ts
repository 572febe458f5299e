import { sql } from "kysely";
import type { Idempotency } from "../base/idempotency.ts";
import { newId } from "../base/id.ts";
import type { Money } from "../base/money.ts";
import { invalidAt } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { GatewayName } from "../payment/gateway.ts";
import { withReach, type MoneyParts } from "../payment/money-parts.ts";
import { getPayment, type PaymentRow } from "../payment/payments.ts";
import { chargePayment } from "./charge-payment.ts";
import { findBegun, isUnasked } from "./find-begun.ts";
import { insertPayment } from "./insert-payment.ts";
import { gatewayOf } from "./start-payment.ts";

export interface TopUpRequest {
  customerId: string;
  amount: Money;
  gateway?: GatewayName;
  token?: string;
  returnUrl: string;
  idempotency: Idempotency;
}

/** What one top-up may be, in minor units: the gateway's minimum, and what a wallet is not meant for. */
const MINIMUM = 100;
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
  const gateway = gatewayOf(parts, request.gateway);
  assertAmount(request.amount);
  const payment = await inTransaction(parts.db, withReach(context), (tx) =>
    begin(tx, request, gateway, parts.clock.now()),
  );
  if (isUnasked(payment)) await chargePayment(parts, payment, request.token);
  return payment.id;
}

function assertAmount({ amount, currency }: Money): void {
  if (!Intl.supportedValuesOf("currency").includes(currency)) {
    throw invalidAt(
      "/amount/currency",
      "استخدم رمز عملة من ISO 4217 مثل SAR.",
      "Use an ISO 4217 currency such as SAR.",
    );
  }
  if (amount >= MINIMUM && amount <= MAXIMUM) return;
  throw invalidAt(
    "/amount/amount",
    `مبلغ الشحن من ${MINIMUM} إلى ${MAXIMUM} بأصغر وحدة للعملة.`,
    `A top-up is from ${MINIMUM} to ${MAXIMUM} in the currency's minor unit.`,
  );
}

async function begin(
  tx: Tx,
  request: TopUpRequest,
  gateway: GatewayName,
  now: number,
): Promise<PaymentRow> {
  const { idempotency: once, customerId, amount } = request;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${once.scope}|${once.key}`}, 17))`.execute(
    tx,
  );
  const begun = await findBegun(tx, once, now);
  if (begun) return begun;
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
