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

/** Beginning to pay: for an order, or into the wallet. */
export function beginRoutes(app: AppParts & MoneyParts): Route[] {
  return [startRoute(app), topUpRoute(app)];
}

function startRoute(money: AppParts & MoneyParts): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/orders/:id/payments",
    summary: "Pay what is due for an order: by card, from the wallet, or both",
    description:
      "Send the payer's browser to `redirectUrl`, if there is one, and ask `GET /v1/payments/{id}` when it is back. The hold is prolonged to at least ten minutes where it can be. A gateway takes no less than its minimum (Moyasar: 100 of the minor unit): a `walletAmount` that leaves the card less is refused with the largest there can be, an order of less is paid with `wallet`.",
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
    summary: "Put money into your wallet by card",
    description: "No less than the gateway takes in one payment (Moyasar: 100 of the minor unit).",
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

/** The payment as it is after the gateway was asked: the answer to every copy of the request. */
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
