import { inRead, inTransaction } from "../db/in-transaction.ts";
import * as bookingShapes from "../booking/booking-shapes.ts";
import { getBooking } from "../booking/bookings.ts";
import { assertOfBusiness } from "../booking/caller-side.ts";
import type { AppParts } from "../http/app-parts.ts";
import { defineRoute, type Route } from "../http/route.ts";
import * as shape from "../http/shapes.ts";
import { withReach } from "../payment/money-parts.ts";
import { confirmAtDesk } from "./confirm-at-desk.ts";

/** The move of a booking that takes money. */
export function confirmationRoutes({ clock, metrics }: AppParts): Route[] {
  return [
    defineRoute({
      method: "POST",
      url: "/v1/bookings/:id/confirmation",
      summary: "Accept a pending booking, or confirm a hold saying what paid for it",
      description:
        "What the desk took is written down as a payment in the same step. It is no less than what is still due first, and no more than what the booking still costs; without `amountMinor` it is what is due.",
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
        return inTransaction(db, withReach(context), (tx) =>
          once(tx, async () => {
            const before = await getBooking(tx, id, clock.now());
            await confirmAtDesk(tx, id, { ...body, version }, clock.now());
            if (before.status === "reserved") metrics.count("holds", "confirmed");
            const booking = await getBooking(tx, id, clock.now());
            return { body: booking, etag: booking.version };
          }),
        );
      },
    }),
  ];
}
