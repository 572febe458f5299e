import { Type } from "typebox";
import { inRead } from "../db/in-transaction.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { seeing } from "../ledger/seeing.ts";
import { getPayment } from "./payments.ts";
import { paymentStatuses } from "./payment.ts";
import { dismissAlarm } from "./dismiss-alarm.ts";
import { listPaymentEvents, listPayments } from "./payment-events.ts";
import * as shapes from "./payment-shapes.ts";

const event = shape.object(
  {
    seq: Type.Integer(),
    type: Type.String(),
    from: shape.nullable(Type.String()),
    to: shape.nullable(Type.String()),
    at: shape.instant,
    actor: Type.String(),
    requestId: shape.nullable(Type.String()),
    details: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: "PaymentEvent" },
);

const adminPayment = shape.object(
  {
    ...shapes.payment.properties,
    customerId: shape.nullable(shape.id),
    gatewayRef: shape.nullable(Type.String()),
    alarm: shape.nullable(Type.String({ description: "What needs a person's attention" })),
  },
  { title: "AdminPayment" },
);

/** Routes for the history of a payment, and the platform's search among all payments. */
export function historyRoutes(): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/payments/:id/events",
      summary: "List the events of a payment, oldest first",
      description: `${shapes.whoSees} A caller who sees only part of the payment does not see its total amounts.`,
      tag: "payments",
      access: { who: "customerOrMember", keyScope: "bookings:read" },
      mode: "alone",
      params: shape.idParams,
      query: shape.object(shape.pageQuery),
      reply: { 200: shape.page(event) },
      run: ({ db, context, actor, params, query }) =>
        inRead(db, seeing(actor, context), async (tx) => {
          await getPayment(tx, params.id);
          return { body: await listPaymentEvents(tx, params.id, query) };
        }),
    }),
    defineRoute({
      method: "GET",
      url: "/v1/admin/payments",
      summary: "List payments, newest first; with `hasAlarm=true` those that need attention",
      tag: "admin",
      access: { who: "admin" },
      query: shape.object({
        status: shape.optional(shape.oneOf(paymentStatuses)),
        orderId: shape.optional(shape.id),
        customerId: shape.optional(shape.id),
        hasAlarm: shape.optional(Type.Boolean()),
        ...shape.pageQuery,
      }),
      reply: { 200: shape.page(adminPayment) },
      run: async ({ db, query }) => ({ body: await listPayments(db, query) }),
    }),
    defineRoute({
      method: "POST",
      url: "/v1/admin/payments/:id/alarmDismissal",
      summary: "Dismiss a payment's alarm",
      description:
        "The alarm and the reason stay in the audit trail. If the problem is found again, it raises a new alarm.",
      tag: "admin",
      access: { who: "admin" },
      params: shape.idParams,
      body: shape.object({ reason: shape.line(500) }),
      reply: { 200: adminPayment },
      problems: ["not-found", "conflict"],
      run: async ({ tx, params, body }) => ({
        body: await dismissAlarm(tx, params.id, body.reason),
      }),
    }),
  ];
}
