import fc from "fast-check";
import { expect } from "vitest";
import { apply } from "../amending.ts";
import type { Amendment, Booking } from "../booking.ts";
import { expectProblem, postMove } from "./moves.ts";
import { isBusiness, movers, stepOnBooking, type Mover, type Step } from "./step.ts";

const decisions = {
  acceptance: { to: "applied", from: ["awaitingAcceptance"] },
  decline: { to: "declined", from: ["awaitingAcceptance"] },
  withdrawal: { to: "withdrawn", from: ["awaitingPayment", "awaitingAcceptance"] },
} as const;
type Decision = keyof typeof decisions;

/** Decides an amendment: each side withdraws its own, and only the business accepts or declines. */
export const deciding: fc.Arbitrary<Step> = fc
  .record({
    number: fc.nat(11),
    by: fc.constantFrom(...movers, "desk", "owner"),
    what: fc.constantFrom<Decision>("acceptance", "acceptance", "decline", "withdrawal"),
  })
  .map(({ number, by, what }) =>
    stepOnBooking(
      `${by} asks for ${what} of the last change of`,
      number,
      async (booking, books, world) => {
        const change = booking.open ?? booking.amendments.at(-1);
        if (!change) return;
        const path = `amendments/${change.id}/${what}`;
        const answer = await postMove(booking, by, path, {}, [books, world]);
        if (by === "stranger") return expectProblem(answer, 404, "not-found");
        if (!mayDecide(what, by, change, booking)) return expectProblem(answer, 403, "forbidden");
        const { from, to } = decisions[what];
        if (!from.some((one) => one === change.status)) {
          return expectProblem(answer, 409, "invalid-transition", { from: change.status, to });
        }
        expect(answer.status, JSON.stringify(answer.body)).toBe(200);
        expect(answer.body.status).toBe(to);
        if (to === "applied") {
          apply(booking, change, books);
          booking.giveBack(change.goesBackMinor);
        } else change.status = to;
      },
      (one) => one.open !== undefined,
    ),
  );

function mayDecide(what: Decision, by: Mover, change: Amendment, booking: Booking): boolean {
  const side = isBusiness(by, booking) ? "business" : "customer";
  return what === "withdrawal" ? change.by === side : side === "business";
}
