import fc from "fast-check";
import { expect } from "vitest";
import { blocks } from "../../../src/booking/booking.ts";
import type { Answer } from "../../harness/caller.ts";
import { outcomes, wantedAgain, type Booking, type Books } from "../books.ts";
import { dueOf, itemOf, needsOf, type Needs } from "../needs.ts";
import { wishOf, wishText, type Kind, type Wish } from "../wishes.ts";
import type { World } from "../world.ts";
import { expectMoved, expectProblem, postMove } from "./moves.ts";
import { claimsOf } from "./place.ts";
import {
  hasExpired,
  isBusiness,
  movers,
  pick,
  stepOnBooking,
  type Mover,
  type Step,
} from "./step.ts";

/** New wishes for whatever kinds of items the booking turns out to have. */
const newWishes = fc.record(
  Object.fromEntries(
    Object.entries(wishOf).map(([kind, one]) => [kind, fc.tuple(one, one)]),
  ) as Record<Kind, fc.Arbitrary<[Wish, Wish]>>,
);

/** To something new, or (`like`) to what another booking has or had. */
export const rescheduling: fc.Arbitrary<Step> = fc
  .record({
    number: fc.nat(11),
    by: fc.constantFrom(...movers, "owner"),
    wishes: newWishes,
    like: fc.option(fc.nat(11)),
  })
  .map(({ number, by, wishes, like }) => {
    const to =
      like === null
        ? `[${Object.values(wishes).flat().map(wishText).join("; ")}]`
        : `what #${like} has`;
    return stepOnBooking(`${by} reschedules to ${to} booking`, number, (booking, books, world) => {
      const others = like === null ? [] : pick(books.bookings, like, hasExpired).items;
      const wanted = booking.items.map(({ wish }, index) => {
        const same = others.find((item) => item.wish.kind === wish.kind)?.wish;
        return alike(wish, same ?? wishes[wish.kind][index % 2]!);
      });
      return reschedule(booking, by, wanted, books, world);
    });
  });

async function reschedule(
  booking: Booking,
  by: Mover,
  wanted: Wish[],
  books: Books,
  world: World,
): Promise<void> {
  const items = wanted.map((wish) => itemOf(wish, books.shops));
  const answer = await postMove(booking, by, "rescheduling", { items }, [books, world]);
  if (by === "stranger") return expectProblem(answer, 404, "not-found");
  const { status } = booking;
  if (!blocks(status)) {
    return expectProblem(answer, 409, "invalid-transition", { from: status, to: "rescheduled" });
  }
  if (!isBusiness(by, booking) && booking.begins <= books.now) {
    return expectProblem(answer, 422, "not-available");
  }
  const verdicts = wanted.map((wish) => books.judge(wish, booking));
  if (verdicts.some((one) => one.is === "refused")) {
    return expectProblem(answer, 422, "not-available");
  }
  if (verdicts.some((one) => one.is === "taken")) {
    return expectProblem(answer, 409, "already-taken");
  }
  const needs = wanted.map((wish) => needsOf(wish, books.shops));
  const dueMinor = needs.reduce((sum, one) => sum + dueOf(one, books.shops), 0);
  const isDearer = status !== "reserved" && dueMinor > booking.dueMinor;
  if (isDearer || wantedAgain(needs).length > 0) {
    return expectProblem(answer, 422, "invalid-request");
  }
  const ways = outcomes(needs, books.owned(booking), books);
  if (!ways.has(true) || (ways.has(false) && answer.status === 409)) {
    return expectProblem(answer, 409, "already-taken");
  }
  if (status === "reserved") booking.dueMinor = dueMinor;
  expectMoved(answer, booking, world);
  rewrite(booking, wanted, needs, answer);
}

function rewrite(booking: Booking, wanted: Wish[], needs: Needs[], { body }: Answer): void {
  booking.begins = Math.min(...needs.map((one) => one.begins));
  booking.ends = Math.max(...needs.map((one) => one.ends));
  booking.totalMinor = needs.reduce((sum, one) => sum + one.priceMinor, 0);
  booking.items = wanted.map((wish, index) => ({
    wish,
    claims: claimsOf(needs[index]!, body.items[index].unitIds),
    nights: needs[index]!.nights,
  }));
  expect(Date.parse(body.startsAt)).toBe(booking.begins);
  booking.dueMinor = Math.min(booking.dueMinor, booking.totalMinor);
  expect(body.due.amount).toBe(booking.dueMinor);
}

/** Another time for the same service. */
function alike(old: Wish, wish: Wish): Wish {
  if (old.kind !== "appointment" || wish.kind !== "appointment") return wish;
  return { ...wish, service: old.service };
}
