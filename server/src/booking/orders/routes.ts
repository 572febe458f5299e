import type { Static } from "typebox";
import type { AppParts } from "../../http/app-parts.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import * as shape from "../../http/shapes.ts";
import { toE164 } from "../../base/phone.ts";
import type { Idempotency } from "../../base/idempotency.ts";
import type { Actor } from "../../base/actor.ts";
import type { Locale } from "../../base/text.ts";
import type { Db } from "../../db/connection.ts";
import type { Context } from "../../db/context.ts";
import * as shapes from "../booking-shapes.ts";
import { cancelOrder } from "../cancel-booking.ts";
import { extendOrder } from "../extend-order.ts";
import type { HoldLimits } from "../hold-limits.ts";
import { whoOrders } from "../order-party.ts";
import { getOrder } from "../orders.ts";
import { placeOrder } from "../place-order.ts";

const writes = { who: "customerOrMember", keyScope: "bookings:write" } as const;
const refusals = ["not-available", "already-taken", "hold-limit", "not-found"] as const;

/** Placing orders and bookings, prolonging and cancelling orders. */
export function orderRoutes({ clock, metrics }: AppParts, limits: HoldLimits): Route[] {
  const place = async (input: PlacingInput, desk: { oneBusiness?: true; businessId?: string }) => {
    const { actor, body, locale, ip, db, context, idempotency } = input;
    const customer = body.customer && {
      ...body.customer,
      phone: body.customer.phone && toE164(body.customer.phone, "/customer/phone"),
    };
    const from = { actor, customer, locale, ip, deskOf: desk.businessId };
    const { businessId, ...ordering } = whoOrders(from, limits);
    const within = { ...desk, businessId };
    return placeOrder(db, context, { items: body.items, ...ordering, idempotency: idempotency!, within }, metrics);
  };

  return [
    defineRoute({
      method: "POST",
      url: "/v1/orders",
      summary: "Claim several bookings at once, also across businesses: all or none",
      tag: "orders",
      access: writes,
      idempotency: "required",
      mode: "alone",
      body: shapes.orderBody,
      reply: { 201: shapes.order },
      problems: refusals,
      run: async (input) => {
        const { order, replayed } = await place(input, {});
        return { body: order, replayed };
      },
    }),
    defineRoute({
      method: "POST",
      url: "/v1/bookings",
      summary: "Claim a booking: items of one business, all or none",
      tag: "bookings",
      access: writes,
      idempotency: "required",
      mode: "alone",
      body: shapes.orderBody,
      reply: { 201: shapes.booking },
      problems: refusals,
      run: async (input) => {
        const { order, replayed } = await place(input, { oneBusiness: true });
        return { body: order.bookings[0], replayed, etag: 1 };
      },
    }),
    defineRoute({
      method: "POST",
      url: "/v1/manage/businesses/:businessId/bookings",
      summary: "Take a booking at the desk, for a customer who is named",
      tag: "manage bookings",
      access: { who: "member", role: "staff", keyScope: "bookings:write" },
      idempotency: "required",
      mode: "alone",
      params: shape.businessParams,
      body: shapes.orderBody,
      reply: { 201: shapes.booking },
      problems: refusals,
      run: async (input) => {
        const { order, replayed } = await place(input, input.params);
        return { body: order.bookings[0], replayed, etag: 1 };
      },
    }),
    defineRoute({
      method: "POST",
      url: "/v1/orders/:id/extension",
      summary: "Prolong the hold of an order, up to 30 minutes from the first claim",
      tag: "orders",
      access: writes,
      params: shape.idParams,
      body: shape.object({ minutes: shape.optional(shape.integer(1, 30)) }),
      reply: { 200: shapes.order },
      problems: ["invalid-transition", "conflict"],
      run: async ({ tx, params, body }) => {
        const order = await getOrder(tx, params.id, clock.now());
        await extendOrder(tx, order, body.minutes ?? 10, clock.now());
        metrics.count("holds", "extended");
        return { body: await getOrder(tx, params.id, clock.now()) };
      },
    }),
    defineRoute({
      method: "POST",
      url: "/v1/orders/:id/cancellation",
      summary: "Cancel every booking of an order that can still be cancelled",
      tag: "orders",
      access: { who: "customer" },
      params: shape.idParams,
      body: shapes.reasonBody,
      reply: { 200: shapes.order },
      problems: ["invalid-transition"],
      run: async ({ tx, params, body, actor }) => {
        const order = await getOrder(tx, params.id, clock.now());
        await cancelOrder(tx, order, actor, body.reason);
        return { body: await getOrder(tx, params.id, clock.now()) };
      },
    }),
  ];
}

interface PlacingInput {
  actor: Actor;
  body: Static<typeof shapes.orderBody>;
  locale: Locale;
  ip: string;
  db: Db;
  context: Context;
  idempotency?: Idempotency;
}
