import { Type } from "typebox";
import { inTransaction } from "../db/in-transaction.ts";
import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { withReach, type MoneyParts } from "../payment/money-parts.ts";
import { listCashOwed } from "./cash-owed.ts";
import { handOverRefund } from "./hand-over-refund.ts";
import { refund, venueMethod } from "../payment/payment-shapes.ts";

const owed = shape.object(
  {
    id: Type.String({ format: "uuid", description: "The refund's id" }),
    paymentId: shape.id,
    bookingId: shape.id,
    bookingReference: Type.String(),
    customer: shape.object({
      id: shape.nullable(shape.id),
      name: Type.String(),
      phone: shape.nullable(Type.String()),
    }),
    amount: shape.money,
    method: venueMethod,
    cause: refund.properties.cause,
    reason: Type.String(),
    requestedAt: shape.instant,
    handedOverAt: shape.nullable(shape.instant),
  },
  { title: "CashOwed" },
);

const access = { who: "member", role: "staff" } as const;

/** Routes for refunds that a venue hands over because it took the money itself. */
export function tillRoutes({ clock, metrics }: AppParts & MoneyParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/manage/businesses/:businessId/cashOwed",
      summary: "List refunds of money that the venue took itself, newest first",
      description:
        "No gateway can return cash, a payment on the venue's own terminal or a bank transfer: the venue's staff hand it over and record it with `POST …/refunds/{id}/handover`. `handedOver=false` lists what is owed now.",
      tag: "manage money",
      access,
      params: shape.businessParams,
      query: shape.object({ handedOver: shape.optional(Type.Boolean()), ...shape.pageQuery }),
      reply: { 200: shape.page(owed) },
      run: async ({ db, params, query }) => ({
        body: await listCashOwed(db, { ...params, ...query }),
      }),
    }),
    defineRoute({
      method: "POST",
      url: "/v1/manage/businesses/:businessId/refunds/:id/handover",
      summary: "Record that a refund was handed to the customer at the venue",
      tag: "manage money",
      access,
      mode: "alone",
      params: shape.businessItemParams,
      body: shape.object({}),
      reply: { 200: owed },
      problems: ["not-found", "forbidden", "conflict", "invalid-transition"],
      run: ({ db, once, context, actor, params: { businessId, id: refundId } }) =>
        inTransaction(db, withReach(context), (tx, after) =>
          once(tx, async () => {
            const body = await handOverRefund(tx, { businessId, refundId }, actor, clock.now());
            after(() => metrics.count("refunds", "at-venue"));
            return { body };
          }),
        ),
    }),
  ];
}
