import { newId } from "../base/id.ts";
import type { Money } from "../base/money.ts";
import { invalidAt } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import type { BeginOnce } from "../db/idempotency-keys.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { GatewayName } from "./card-gateways.ts";
import type { Gateway } from "./gateway.ts";
import { withReach, type MoneyParts } from "./money-parts.ts";
import { getPayment, type PaymentRow } from "./payments.ts";
import { chargePayment } from "./charge-payment.ts";
import { chooseGateway, leastOf } from "./choose-gateway.ts";
import { isUnasked, resumeBegun } from "./resume-begun.ts";
import { insertPayment } from "./insert-payment.ts";

export interface TopUpRequest {
  customerId: string;
  amount: Money;
  gateway?: GatewayName;
  token?: string;
  returnUrl: string;
}

/** The maximum of one top-up, in minor units; a wallet is not meant for more. The gateway sets the minimum. */
const MAXIMUM = 1_000_000;
const FIRST_POLL_MS = 15_000;

/**
 * Starts a top-up of the customer's wallet; it is credited when the gateway has the money.
 *
 * @param once runs the first half once per key
 * @returns the payment's id, or the stored answer of the same request
 * @throws Problem idempotency-key-reused, idempotency-in-progress; a refusal at /amount or /gateway is stored as the
 *   answer
 */
export async function startTopUp<Answer>(
  parts: MoneyParts,
  context: Context,
  request: TopUpRequest,
  once: BeginOnce<Answer>,
): Promise<{ paymentId: string } | { answer: Answer }> {
  const now = parts.clock.now();
  const first = await inTransaction(parts.db, withReach(context), (tx) =>
    once(tx, {
      begin: async () => {
        const payment = await begin(tx, parts, request, now);
        return { begun: payment.id, payment };
      },
      resume: async (id) => ({ begun: id, payment: await resumeBegun(tx, id, now) }),
    }),
  );
  if ("answer" in first) return first;
  const { payment } = first.outcome;
  if (isUnasked(payment)) {
    const about = { description: "محفظة · Holdfast wallet" };
    await chargePayment(parts, payment, about, request.token);
  }
  return { paymentId: payment.id };
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
    `A top-up must be from ${least} to ${MAXIMUM} in the currency's minor unit.`,
  );
}

async function begin(
  tx: Tx,
  parts: MoneyParts,
  request: TopUpRequest,
  now: number,
): Promise<PaymentRow> {
  const { customerId, amount, returnUrl } = request;
  const gateway = chooseGateway(parts, request.gateway);
  assertAmount(gateway, amount);
  const id = newId(now);
  await insertPayment(tx, {
    id,
    orderId: null,
    customerId,
    purpose: "top_up",
    gateway: gateway.name,
    method: "card",
    amountMinor: amount.amount,
    currency: amount.currency,
    status: "initiated",
    returnUrl,
    nextPollAt: now + FIRST_POLL_MS,
    shares: [],
  });
  return getPayment(tx, id);
}
