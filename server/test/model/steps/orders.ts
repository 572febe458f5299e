import fc from "fast-check";
import { MINUTE_MS } from "../../../src/base/time.ts";
import { moves, orderStatus } from "../../../src/booking/booking.ts";
import { cancelFee, type Booking } from "../booking.ts";
import type { Books } from "../books.ts";
import { post } from "../world.ts";
import { expectProblem } from "./moves.ts";
import { isBusiness, movers, personOf, stepOnBooking, type Mover, type Step } from "./step.ts";
import { expect } from "vitest";

/** The bookings of the order that the mover may see: the customer all, a business its own. */
function visible(books: Books, booking: Booking, by: Mover): Booking[] {
  const all = books.ofOrder(booking.orderId);
  return isBusiness(by, booking) ? all.filter((one) => one.shop === booking.shop) : all;
}

export const cancellingOrders: fc.Arbitrary<Step> = fc
  .record({ number: fc.nat(11), by: fc.constantFrom(...movers, "owner") })
  .map(({ number, by }) =>
    stepOnBooking(`${by} cancels the order of`, number, async (booking, books, world) => {
      const path = `/v1/orders/${booking.orderId}/cancellation`;
      const answer = await post(books, world, { who: personOf(by, booking), path, body: {} });
      if (by === "stranger") return expectProblem(answer, 404, "not-found");
      const all = visible(books, booking, by);
      const open = all.filter((one) => moves[one.status].includes("cancelled"));
      if (open.length === 0) {
        const from = orderStatus(all.map((one) => one.status));
        return expectProblem(answer, 409, "invalid-transition", { from, to: "cancelled" });
      }
      const left = open.filter((one) => isBusiness(by, booking) || one.isOpenAt(books.now));
      if (left.length === 0) return expectProblem(answer, 422, "not-available");
      for (const one of left) {
        const costsFees = one.status === "confirmed" && !isBusiness(by, booking);
        one.end("cancelled", costsFees ? cancelFee(one, books.now) : 0);
      }
      expect(answer.status).toBe(200);
      expect(answer.body.status).toBe(orderStatus(all.map((one) => one.status)));
    }),
  );

export const extending: fc.Arbitrary<Step> = fc
  .record({
    number: fc.nat(11),
    by: fc.constantFrom(...movers, "owner", "owner"),
    minutes: fc.constantFrom(undefined, 1, 15, 30),
  })
  .map(({ number, by: asked, minutes }) =>
    stepOnBooking(
      `${asked} extends by ${minutes ?? "?"} the order of`,
      number,
      async (booking, books, world) => {
        // Only the customer can extend an order across businesses.
        const all = books.ofOrder(booking.orderId);
        const by = asked === "desk" && all.length > 1 ? "owner" : asked;
        const path = `/v1/orders/${booking.orderId}/extension`;
        const body = minutes === undefined ? {} : { minutes };
        const answer = await post(books, world, { who: personOf(by, booking), path, body });
        if (by === "stranger") return expectProblem(answer, 404, "not-found");
        const held = all.filter((one) => one.status === "reserved");
        if (held.length === 0) {
          const from = orderStatus(all.map((one) => one.status));
          return expectProblem(answer, 409, "invalid-transition", { from, to: "reserved" });
        }
        const wanted = books.now + (minutes ?? 10) * MINUTE_MS;
        const until = Math.min(wanted, ...held.map((one) => one.extendableUntil));
        const lasts = Math.min(...held.map((one) => one.expiresAt!));
        if (until <= lasts && wanted > lasts) {
          return expectProblem(answer, 409, "conflict");
        }
        for (const one of held) one.expiresAt = Math.max(one.expiresAt!, until);
        expect(answer.status).toBe(200);
        const waiting = all.filter(({ status }) => status === "pending");
        const ends = [...held, ...waiting].map((one) => one.expiresAt!);
        expect(answer.body.expiresAt).toBe(new Date(Math.min(...ends)).toISOString());
      },
    ),
  );
