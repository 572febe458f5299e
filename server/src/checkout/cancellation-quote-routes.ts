import * as shapes from "../booking/booking-shapes.ts";
import { getBooking } from "../booking/bookings.ts";
import { sideOf } from "../booking/caller-side.ts";
import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { quoteCancellation } from "./quote-cancellation.ts";

/** Routes that quote the cost of a cancellation. */
export function cancellationQuoteRoutes({ clock }: AppParts): Route[] {
  return [
    defineRoute({
      method: "GET",
      url: "/v1/bookings/:id/cancellation",
      summary: "Quote the cost of cancelling now",
      tag: "bookings",
      access: { who: "customerOrMember", keyScope: "bookings:read" },
      params: shape.idParams,
      reply: { 200: shapes.quote },
      run: async ({ db, params, actor, locale }) => {
        const booking = await getBooking(db, params.id, clock.now());
        const by = sideOf(actor, booking);
        const { reasons, ...quote } = await quoteCancellation(db, booking, by, clock.now());
        const told = reasons.map(({ rule, message }) => ({ rule, message: message[locale] }));
        return { body: { ...quote, reasons: told } };
      },
    }),
  ];
}
