import { assertUser } from "../base/actor.ts";
import type { Idempotency } from "../base/idempotency.ts";
import { invalidAt, Problem } from "../base/problem.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Once, type Reply, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { withReach, type MoneyParts } from "../payment/money-parts.ts";
import { lockOrderMoney } from "../payment/order-money-lock.ts";
import { getPayment, viewPayment, type PaymentView } from "../payment/payments.ts";
import { findBegun } from "../payment/find-begun.ts";
import * as shapes from "../payment/payment-shapes.ts";
import { startPayment } from "./start-payment.ts";
import { lockTopUp, startTopUp } from "../payment/start-top-up.ts";

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
    run: async ({ actor, params: { id: orderId }, body, idempotency, ...asked }) => {
      const { userId: customerId } = assertUser(actor);
      const { context } = asked;
      const { whenPartlyGone = "keep", ...how } = body;
      const begin = async () => {
        if (how.method !== "wallet" && how.returnUrl === undefined) throw noWayBack();
        return startPayment(money, context, {
          ...how,
          whenPartlyGone,
          orderId,
          customerId,
          idempotency: idempotency!,
        });
      };
      const lock = (tx: Tx) => lockOrderMoney(tx, orderId);
      return beginOnce({ ...asked, idempotency: idempotency! }, begin, lock);
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
    run: async ({ actor, body, idempotency, ...asked }) => {
      const { userId: customerId } = assertUser(actor);
      const request = { ...body, customerId, idempotency: idempotency! };
      const begin = () => startTopUp(money, asked.context, request);
      const lock = (tx: Tx) => lockTopUp(tx, idempotency!);
      return beginOnce({ ...asked, idempotency: idempotency! }, begin, lock);
    },
  });
}

interface Asked {
  db: Db;
  context: Context;
  once: Once;
  idempotency: Idempotency;
}

/**
 * A payment that was begun is the answer to every copy of its request. Where none was, a refusal is kept as all others
 * are. Which of the two it is, is decided under the lock that payments begin under: of two copies at once one cannot
 * begin what the other is told was refused.
 */
async function beginOnce(
  { db, context, once, idempotency }: Asked,
  begin: () => Promise<string>,
  lock: (tx: Tx) => Promise<void>,
): Promise<Reply<PaymentView>> {
  let id: string;
  try {
    id = await begin();
  } catch (refusal) {
    // A key that was used for something else is the other request's: nothing is kept under it.
    if (!(refusal instanceof Problem) || refusal.type === "idempotency-key-reused") throw refusal;
    return inTransaction(db, withReach(context), async (tx) => {
      await lock(tx);
      const begun = await findBegun(tx, idempotency, Date.parse(context.now));
      return once(tx, async () => {
        if (!begun) throw refusal;
        return { body: await viewPayment(tx, begun) };
      });
    });
  }
  return inTransaction(db, context, (tx) =>
    once(tx, async () => ({ body: await viewPayment(tx, await getPayment(tx, id)) })),
  );
}

function noWayBack() {
  return invalidAt(
    "/returnUrl",
    "أرسل العنوان الذي يعود إليه المتصفح بعد الدفع بالبطاقة.",
    "Send the address that the browser comes back to after the card.",
  );
}
