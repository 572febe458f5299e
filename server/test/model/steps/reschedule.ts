import fc from "fast-check";
import { expect } from "vitest";
import { blocks } from "../../../src/booking/booking.ts";
import { outcomes, type Booking, type Books } from "../books.ts";
import { itemOf, needsOf } from "../needs.ts";
import { wishOf, wishText, type Kind, type Wish } from "../wishes.ts";
import type { World } from "../world.ts";
import { expectMoved, expectProblem, postMove } from "./moves.ts";
import { claimsOf } from "./place.ts";
import { movers, stepOnBooking, type Mover, type Step } from "./step.ts";

/** New wishes for whatever kinds of items the booking turns out to have. */
const newWishes = fc.record(
  Object.fromEntries(
    Object.entries(wishOf).map(([kind, one]) => [kind, fc.tuple(one, one)]),
  ) as Record<Kind, fc.Arbitrary<[Wish, Wish]>>,
);

export const rescheduling: fc.Arbitrary<Step> = fc
  .record({ number: fc.nat(11), by: fc.constantFrom(...movers, "owner"), wishes: newWishes })
  .map(({ number, by, wishes }) => {
    const words = Object.values(wishes).flat().map(wishText).join("; ");
    return stepOnBooking(
      `${by} reschedules to the first that fit of [${words}]`,
      number,
      (booking, books, world) => reschedule(booking, by, wishes, books, world),
    );
  });

async function reschedule(
  booking: Booking,
  by: Mover,
  wishes: Record<Kind, [Wish, Wish]>,
  books: Books,
  world: World,
): Promise<void> {
  const wanted = booking.items.map(({ wish }, index) => alike(wish, wishes[wish.kind][index % 2]!));
  const items = wanted.map((wish) => itemOf(wish, books.shops));
  const answer = await postMove(booking, by, "rescheduling", { items }, [books, world]);
  if (by === "stranger") return expectProblem(answer, 404, "not-found");
  const { status } = booking;
  if (!blocks(status)) {
    return expectProblem(answer, 409, "invalid-transition", { from: status, to: "rescheduled" });
  }
  const verdicts = wanted.map((wish) => books.judge(wish, booking));
  if (verdicts.some((one) => one.is === "refused")) {
    return expectProblem(answer, 422, "not-available");
  }
  const needs = wanted.map((wish) => needsOf(wish, books.shops));
  const ways = outcomes(needs, books.owned(booking), books);
  if (
    verdicts.some((one) => one.is === "taken") ||
    !ways.has(true) ||
    (ways.has(false) && answer.status === 409)
  ) {
    return expectProblem(answer, 409, "already-taken");
  }
  expectMoved(answer, booking, world);
  booking.begins = Math.min(...needs.map((one) => one.begins));
  booking.ends = Math.max(...needs.map((one) => one.ends));
  booking.totalMinor = needs.reduce((sum, one) => sum + one.priceMinor, 0);
  booking.dueMinor = answer.body.due.amount;
  booking.items = wanted.map((wish, index) => ({
    wish,
    claims: claimsOf(needs[index]!, answer.body.items[index].unitIds),
    nights: needs[index]!.nights,
  }));
  expect(Date.parse(answer.body.startsAt)).toBe(booking.begins);
  expect(booking.dueMinor).toBeLessThanOrEqual(booking.totalMinor);
}

/** Another time for the same service. */
function alike(old: Wish, wish: Wish): Wish {
  if (old.kind !== "appointment" || wish.kind !== "appointment") return wish;
  return { ...wish, service: old.service };
}
