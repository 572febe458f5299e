import { amendment, amendmentParams } from "../amendment/amendment-shapes.ts";
import { getAmendment } from "../amendment/amendments.ts";
import { inRead, inTransaction } from "../db/in-transaction.ts";
import * as bookingShapes from "../booking/booking-shapes.ts";
import { getBooking } from "../booking/bookings.ts";
import { assertOfBusiness } from "../booking/caller-side.ts";
import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { withReach } from "../payment/money-parts.ts";
import { confirmAmendment } from "./confirm-amendment.ts";
import { confirmAtDesk } from "./confirm-at-desk.ts";
import { venueMethod } from "../payment/payment-shapes.ts";

/** Routes for moves of a booking, or of its amendment, that take money at the desk. */
export function confirmationRoutes(app: AppParts): Route[] {
  return [bookingRoute(app), amendmentRoute()];
}

function bookingRoute({ clock, metrics }: AppParts): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/bookings/:id/confirmation",
    summary: "Accept a pending booking, or confirm a hold with how it was paid",
    description:
      "The money taken at the desk is recorded as a payment in the same step. `amount` is from what is due now to all that is left to pay; default: what is due now.",
    tag: "bookings",
    access: { who: "customerOrMember", keyScope: "bookings:write" },
    mode: "alone",
    params: shape.idParams,
    body: shape.object({
      paidBy: shape.optional(bookingShapes.paidBy),
      ...bookingShapes.reasonBody.properties,
    }),
    ifMatch: "optional",
    reply: { 200: bookingShapes.booking },
    problems: ["invalid-transition", "precondition-failed"],
    run: async ({ db, once, context, actor, params: { id }, body, ifMatch: version }) => {
      const seen = await inRead(db, context, (tx) => getBooking(tx, id, clock.now()));
      assertOfBusiness(actor, seen);
      return inTransaction(db, withReach(context), (tx, after) =>
        once(tx, async () => {
          const before = await getBooking(tx, id, clock.now());
          await confirmAtDesk(tx, id, { ...body, version }, clock.now());
          if (before.status === "reserved") after(() => metrics.count("holds", "confirmed"));
          const booking = await getBooking(tx, id, clock.now());
          return { body: booking, etag: booking.version };
        }),
      );
    },
  });
}

const amendmentMoney = shape.object(
  {
    kind: venueMethod,
    reference: shape.optional(shape.line(100)),
    amount: shape.optional(shape.money),
  },
  { title: "AmendmentMoney" },
);

function amendmentRoute(): Route {
  return defineRoute({
    method: "POST",
    url: "/v1/bookings/:id/amendments/:amendmentId/confirmation",
    summary: "Apply an amendment that awaits payment, with how the business was paid",
    description:
      "For the business. The money taken at the desk is recorded as a payment and the amendment applied in the same step. `amount` must be exactly what is due, which is also the default. This also accepts the amendment where it would be accepted by hand. Money that arrives later through a card page is refunded automatically.",
    tag: "bookings",
    access: { who: "customerOrMember", keyScope: "bookings:write" },
    idempotency: "required",
    mode: "alone",
    params: amendmentParams,
    body: shape.object({ paidBy: amendmentMoney }),
    reply: { 200: amendment },
    problems: ["not-found", "forbidden", "invalid-transition", "not-available", "already-taken"],
    run: async ({ db, once, context, actor, params, body }) => {
      const now = Date.parse(context.now);
      const key = { bookingId: params.id, id: params.amendmentId };
      await inRead(db, context, async (tx) => {
        const booking = await getBooking(tx, params.id, now);
        await getAmendment(tx, key, now);
        assertOfBusiness(actor, booking);
      });
      return inTransaction(db, withReach(context), (tx) =>
        once(tx, async () => {
          await confirmAmendment(tx, key, body.paidBy, now);
          return { body: await getAmendment(tx, key, now) };
        }),
      );
    },
  });
}
