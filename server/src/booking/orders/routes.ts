import type { AppParts } from "../../http/app-parts.ts";
import { defineRoute, type Route } from "../../http/route.ts";
import * as shape from "../../http/shapes.ts";
import * as shapes from "../booking-shapes.ts";
import { cancelOrder } from "../cancel-booking.ts";
import { extendOrder } from "../extend-order.ts";
import type { PlaceLimits } from "../place-limits.ts";
import { getOrder } from "../orders.ts";
import type { PlacingParts } from "../place-order.ts";
import { place, type PlacingInput, type Within } from "./placing.ts";

/** Routes for placing orders and bookings, and for extending and cancelling orders. */
export function orderRoutes(app: AppParts, limits: PlaceLimits, placing: PlacingParts): Route[] {
  return [...placingRoutes({ limits, placing }), extensionRoute(app), cancellationRoute(app)];
}

const writes = { who: "customerOrMember", keyScope: "bookings:write" } as const;
const placing = {
  method: "POST",
  access: writes,
  idempotency: "required",
  mode: "alone",
  body: shapes.orderBody,
  problems: ["not-available", "already-taken", "hold-limit", "not-found"],
} as const;

function placingRoutes(parts: { limits: PlaceLimits; placing: PlacingParts }): Route[] {
  const placeBooking = async (input: PlacingInput, within: Within) => {
    const placed = await place(input, within, parts);
    const { order, replayed } = placed;
    return order ? { body: order.bookings[0]!, replayed } : placed;
  };
  return [
    defineRoute({
      ...placing,
      url: "/v1/orders",
      summary: "Place an order of several bookings, also across businesses: all or nothing",
      tag: "orders",
      reply: { 201: shapes.order },
      run: async (input) => {
        const placed = await place(input, {}, parts);
        const { order, replayed } = placed;
        return order ? { body: order, replayed } : placed;
      },
    }),
    defineRoute({
      ...placing,
      url: "/v1/bookings",
      summary: "Place a booking with one business: all items or nothing",
      tag: "bookings",
      reply: { 201: shapes.booking },
      run: (input) => placeBooking(input, { oneBusiness: true }),
    }),
    defineRoute({
      ...placing,
      url: "/v1/manage/businesses/:businessId/bookings",
      summary: "Place a booking at the desk for a named customer",
      tag: "manage bookings",
      access: { who: "member", role: "staff", keyScope: "bookings:write" },
      params: shape.businessParams,
      reply: { 201: shapes.booking },
      run: (input) => placeBooking(input, input.params),
    }),
  ];
}

function extensionRoute({ clock, metrics }: AppParts): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/orders/:id/extension",
    summary: "Extend the hold of an order, up to 30 minutes after it was placed",
    description:
      "The hold then lasts at least `minutes` from now (default 10). A hold that already lasts that long is returned unchanged. If the hold is at its limit and cannot last that long, the answer is `conflict` with `until`.",
    tag: "orders",
    access: writes,
    params: shape.idParams,
    body: shape.object({ minutes: shape.optional(shape.integer(1, 30)) }),
    reply: { 200: shapes.order },
    problems: ["invalid-transition", "conflict"],
    run: async ({ tx, after, params, body }) => {
      const order = await getOrder(tx, params.id, clock.now());
      const isLonger = await extendOrder(tx, order, body.minutes ?? 10, clock.now());
      if (isLonger) after(() => metrics.count("holds", "extended"));
      return { body: await getOrder(tx, params.id, clock.now()) };
    },
  });
}

function cancellationRoute({ clock }: AppParts): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/orders/:id/cancellation",
    summary: "Cancel every booking of an order that can still be cancelled",
    tag: "orders",
    access: { who: "customer" },
    params: shape.idParams,
    body: shapes.cancellationBody,
    reply: { 200: shapes.order },
    problems: ["invalid-transition", "not-available"],
    run: async ({ tx, params, body, actor }) => {
      const order = await getOrder(tx, params.id, clock.now());
      await cancelOrder(tx, order, actor, clock.now(), body);
      return { body: await getOrder(tx, params.id, clock.now()) };
    },
  });
}
