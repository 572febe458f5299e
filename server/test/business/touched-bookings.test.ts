import { expect, test } from "vitest";
import type { Problem } from "../../src/base/problem.ts";
import { assertAcknowledged, type TouchedBooking } from "../../src/business/touched-bookings.ts";

const touched = (id: string, itemId = id): TouchedBooking => ({
  id,
  itemId,
  reference: "H-1",
  kind: "appointment",
  start: "2026-11-22T10:00:00+03:00",
  end: "2026-11-22T10:30:00+03:00",
  customerName: "نورة",
  unit: { ar: "سارة", en: "Sara" },
  reasons: ["staff-time-off"],
});

function refusal(work: () => unknown): Problem {
  try {
    work();
  } catch (problem) {
    return problem as Problem;
  }
  throw new Error("it was accepted");
}

test("an edit passes when every booking it affects is acknowledged, and returns each of their ids once", () => {
  const bookings = [touched("a"), touched("b", "b1"), touched("b", "b2")];
  expect(assertAcknowledged({ bookings, more: 0 }, ["b", "A", "somebody-else's"])).toEqual([
    "a",
    "b",
  ]);
  expect(assertAcknowledged({ bookings: [], more: 0 })).toEqual([]);
});

test("an edit is refused with the whole list when only some bookings are acknowledged", () => {
  const bookings = [touched("a"), touched("b")];
  for (const acknowledge of [undefined, [], ["a"], ["c"]]) {
    const problem = refusal(() => assertAcknowledged({ bookings, more: 0 }, acknowledge));
    expect(problem.type).toBe("conflict");
    expect(problem.extra).toEqual({ bookings, moreBookings: 0 });
    expect(problem.errors).toMatchObject([{ pointer: "/acknowledge" }]);
  }
});

test("an edit that affects more bookings than can be listed is refused, whatever is acknowledged", () => {
  const problem = refusal(() => assertAcknowledged({ bookings: [touched("a")], more: 7 }, ["a"]));
  expect(problem.extra).toMatchObject({ moreBookings: 7 });
});
