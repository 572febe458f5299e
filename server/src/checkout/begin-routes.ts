import { assertUser } from "../base/actor.ts";
import type { Db } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Once, type Reply, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import type { MoneyParts } from "../payment/money-parts.ts";
import { getPayment, viewPayment, type PaymentView } from "../payment/payments.ts";
import * as shapes from "../payment/payment-shapes.ts";
import { startPayment } from "./start-payment.ts";
import { startTopUp } from "../payment/start-top-up.ts";

/** Routes that start a payment for an order or a wallet top-up. */
export function beginRoutes(app: AppParts & MoneyParts): Route[] {
  return [startRoute(app), topUpRoute(app)];
}

function startRoute(money: AppParts & MoneyParts): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/orders/:id/payments",
    summary: "Pay what is due for an order by card, from the wallet, or both",
    description:
      "If there is a `redirectUrl`, send the payer's browser there, and read `GET /v1/payments/{id}` when it returns. The hold is extended to at least ten minutes if possible. Gateways have a minimum (Moyasar: 100 minor units): a `walletAmount` that leaves less for the card is refused with the largest allowed amount, and an order below the minimum is paid with `wallet`.",
    tag: "payments",
    access: { who: "customer" },
    idempotency: "required",
    mode: "alone",
    params: shape.idParams,
    body: shapes.startBody,
    reply: { 201: shapes.payment },
    problems: ["not-found", "invalid-transition", "conflict", "insufficient-funds", "unavailable"],
    run: async ({ actor, params: { id: orderId }, body, db, context, once, begin }) => {
      const { userId: customerId } = assertUser(actor);
      const { whenPartlyGone = "keep", ...how } = body;
      const request = { ...how, whenPartlyGone, orderId, customerId };
      const started = await startPayment(money, context, request, begin);
      return "answer" in started ? started.answer : answer(db, context, once, started.paymentId);
    },
  });
}

function topUpRoute(money: MoneyParts): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/wallet/topUps",
    summary: "Top up my wallet by card",
    description: "The amount must be at least the gateway's minimum (Moyasar: 100 minor units).",
    tag: "wallet",
    access: { who: "customer" },
    idempotency: "required",
    mode: "alone",
    body: shapes.topUpBody,
    reply: { 201: shapes.payment },
    run: async ({ actor, body, db, context, once, begin }) => {
      const { userId: customerId } = assertUser(actor);
      const started = await startTopUp(money, context, { ...body, customerId }, begin);
      return "answer" in started ? started.answer : answer(db, context, once, started.paymentId);
    },
  });
}

/** Returns the payment after the gateway was asked: the answer to every copy of the request. */
function answer(
  db: Db,
  context: Context,
  once: Once,
  paymentId: string,
): Promise<Reply<PaymentView>> {
  return inTransaction(db, context, (tx) =>
    once(tx, async () => ({ body: await viewPayment(tx, await getPayment(tx, paymentId)) })),
  );
}
