import { mayBeHeardOf } from "../payment/payment.ts";
import type { Db, Tx } from "../db/connection.ts";
import { inRead, inTransaction } from "../db/in-transaction.ts";
import { getBooking } from "../booking/bookings.ts";
import { assertOfBusiness } from "../booking/caller-side.ts";
import { getOrder } from "../booking/orders.ts";
import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { seeing } from "../ledger/seeing.ts";
import { withReach, type MoneyParts } from "../payment/money-parts.ts";
import {
  getPayment,
  listOrderPayments,
  viewPayment,
  type PaymentView,
} from "../payment/payments.ts";
import { askGateway } from "../payment/ask-gateway.ts";
import { beginRoutes } from "./begin-routes.ts";
import { checkOnce } from "../payment/check-once.ts";
import * as shapes from "../payment/payment-shapes.ts";
import { recordVenuePayment } from "./venue-payment.ts";

/** Routes for paying for orders, topping up wallets, and reading the outcome. */
export function paymentRoutes(app: AppParts & MoneyParts): Route[] {
  return [...beginRoutes(app), ...readRoutes(app), checkRoute(app), venueRoute(app)];
}

const view = async (db: Db | Tx, id: string) => viewPayment(db, await getPayment(db, id));

function readRoutes({ clock }: AppParts): Route[] {
  const reads = { who: "customerOrMember", keyScope: "bookings:read" } as const;
  return [
    defineRoute({
      method: "GET",
      url: "/v1/payments/:id",
      summary: "Read a payment and its status",
      description: `${shapes.whoSees} If a payment pays several businesses, each sees only its own part.`,
      tag: "payments",
      access: reads,
      mode: "alone",
      params: shape.idParams,
      reply: { 200: shapes.payment },
      run: ({ db, context, actor, params }) =>
        inRead(db, seeing(actor, context), async (tx) => ({ body: await view(tx, params.id) })),
    }),
    defineRoute({
      method: "GET",
      url: "/v1/orders/:id/payments",
      summary: "List every payment attempted for an order, oldest first",
      tag: "payments",
      access: reads,
      params: shape.idParams,
      query: shape.object(shape.pageQuery),
      reply: { 200: shape.page(shapes.payment) },
      run: async ({ db, params, query }) => {
        await getOrder(db, params.id, clock.now());
        return { body: await listOrderPayments(db, params.id, query) };
      },
    }),
  ];
}

function checkRoute(money: MoneyParts): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/payments/:id/check",
    summary: "Refresh a payment's status from the gateway, after the payer returns from its page",
    tag: "payments",
    access: { who: "customerOrMember", keyScope: "bookings:write" },
    mode: "alone",
    params: shape.idParams,
    body: shape.object({}),
    reply: { 200: shapes.payment },
    problems: ["not-found", "unavailable"],
    run: async ({ db, once, earlier, context, params }) => {
      const seen = await inRead(db, context, (tx) => getPayment(tx, params.id));
      const before = await inTransaction(db, context, (tx) => earlier<PaymentView>(tx));
      if (before) return before;
      if (mayBeHeardOf(seen.status)) {
        await askGateway(() => checkOnce(money, params.id));
      }
      return inTransaction(db, context, (tx) =>
        once(tx, async () => ({ body: await view(tx, params.id) })),
      );
    },
  });
}

function venueRoute({ clock }: AppParts): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/bookings/:id/payments",
    summary:
      "Record money that the business took itself: the balance after a deposit, or all of it",
    tag: "payments",
    access: { who: "customerOrMember", keyScope: "bookings:write" },
    idempotency: "required",
    params: shape.idParams,
    body: shapes.venueBody,
    mode: "alone",
    reply: { 201: shapes.payment },
    problems: ["not-found", "invalid-transition"],
    run: async ({ db, once, context, actor, params, body }) => {
      const booking = await inRead(db, context, (tx) => getBooking(tx, params.id, clock.now()));
      assertOfBusiness(actor, booking);
      return inTransaction(db, withReach(context), (tx) =>
        once(tx, async () => {
          const id = await recordVenuePayment(tx, params.id, body, clock.now());
          return { body: await view(tx, id) };
        }),
      );
    },
  });
}
