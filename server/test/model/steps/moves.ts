import fc from "fast-check";
import { expect } from "vitest";
import { money } from "../../../src/base/money.ts";
import { MINUTE_MS } from "../../../src/base/time.ts";
import { blocks } from "../../../src/booking/booking.ts";
import type { Answer } from "../../harness/caller.ts";
import { cancelFee, noShowFee, type Booking } from "../booking.ts";
import type { Books } from "../books.ts";
import { CHECK_IN_OPENS } from "../shops.ts";
import { post, problemOf, type World } from "../world.ts";
import { isBusiness, movers, personOf, stepOnBooking, type Mover, type Step } from "./step.ts";

const on = fc.record({ number: fc.nat(11), by: fc.constantFrom(...movers, "desk", "owner") });

type Act = (booking: Booking, by: Mover, books: Books, world: World) => Promise<void>;

function moving(words: string, act: Act): fc.Arbitrary<Step> {
  return on.map(({ number, by }) =>
    stepOnBooking(`${by} ${words}`, number, (booking, books, world) =>
      act(booking, by, books, world),
    ),
  );
}

/** Posts to a resource of the booking as the given mover. */
export function postMove(
  booking: Booking,
  by: Mover,
  resource: string,
  body: Record<string, unknown>,
  [books, world]: [Books, World],
): Promise<Answer> {
  const path = `/v1/bookings/${booking.id}/${resource}`;
  return post(books, world, { who: personOf(by, booking), path, body });
}

export function expectProblem(answer: Answer, status: number, problem: string, more = {}): void {
  expect([answer.status, problemOf(answer)], JSON.stringify(answer.body)).toEqual([
    status,
    problem,
  ]);
  expect(answer.body).toMatchObject(more);
}

export function expectMoved(answer: Answer, booking: Booking, world: World): void {
  const { body } = answer;
  expect(answer.status, JSON.stringify(body)).toBe(200);
  expect(body).toMatchObject({ id: booking.id, status: booking.status });
  expect(answer.headers.get("etag")).toBe(`"${body.version}"`);
  expect(body.version).toBeGreaterThanOrEqual(world.versions.get(booking.id) ?? 1);
  world.versions.set(booking.id, body.version);
}

export const confirming = moving("confirms", async (booking, by, books, world) => {
  const lackMinor = Math.max(0, booking.dueMinor - booking.paidMinor);
  const paidBy = lackMinor > 0 ? { kind: "cash", amount: money(lackMinor, "SAR") } : undefined;
  const answer = await postMove(booking, by, "confirmation", { paidBy }, [books, world]);
  if (by === "stranger") return expectProblem(answer, 404, "not-found");
  if (!isBusiness(by, booking)) return expectProblem(answer, 403, "forbidden");
  const { status } = booking;
  if (status !== "reserved" && status !== "pending") {
    return expectProblem(answer, 409, "invalid-transition", { from: status, to: "confirmed" });
  }
  booking.move("confirmed");
  expectMoved(answer, booking, world);
  if (lackMinor > 0) booking.payments.push({ by: "till", leftMinor: lackMinor });
});

export const cancelling = moving("cancels", async (booking, by, books, world) => {
  const answer = await postMove(booking, by, "cancellation", {}, [books, world]);
  if (by === "stranger") return expectProblem(answer, 404, "not-found");
  const { status } = booking;
  if (!blocks(status)) {
    return expectProblem(answer, 409, "invalid-transition", { from: status, to: "cancelled" });
  }
  const cancelledBy = isBusiness(by, booking) ? "business" : "customer";
  if (cancelledBy === "customer" && !booking.isOpenAt(books.now)) {
    return expectProblem(answer, 422, "not-available");
  }
  const costsFees = status === "confirmed" && cancelledBy === "customer";
  booking.end("cancelled", costsFees ? cancelFee(booking, books.now) : 0);
  expectMoved(answer, booking, world);
  expect(answer.body.cancelledBy).toBe(cancelledBy);
});

export const checkingIn = moving("checks in", async (booking, by, books, world) => {
  const answer = await postMove(booking, by, "checkIn", {}, [books, world]);
  if (by === "stranger") return expectProblem(answer, 404, "not-found");
  if (!isBusiness(by, booking)) return expectProblem(answer, 403, "forbidden");
  const { status } = booking;
  if (status !== "confirmed") {
    return expectProblem(answer, 409, "invalid-transition", { from: status, to: "checked_in" });
  }
  const opens = booking.begins - CHECK_IN_OPENS[booking.shop] * MINUTE_MS;
  if (books.now < opens) return expectProblem(answer, 409, "conflict");
  booking.isCheckedIn = true;
  expectMoved(answer, booking, world);
  expect(answer.body.stamps.checkedInAt).not.toBeNull();
});

export const completing = ending("completes", "completion", "completed");
export const missing = ending("marks as no-show", "noShow", "no_show");

function ending(words: string, resource: string, to: "completed" | "no_show") {
  return moving(words, async (booking, by, books, world) => {
    const answer = await postMove(booking, by, resource, {}, [books, world]);
    if (by === "stranger") return expectProblem(answer, 404, "not-found");
    if (!isBusiness(by, booking)) return expectProblem(answer, 403, "forbidden");
    const { status, begins } = booking;
    if (status !== "confirmed") {
      return expectProblem(answer, 409, "invalid-transition", { from: status, to });
    }
    if (begins > books.now) return expectProblem(answer, 409, "conflict");
    if (to === "no_show") booking.end(to, noShowFee(booking));
    else booking.move(to);
    expectMoved(answer, booking, world);
  });
}
