import { expect, test } from "vitest";
import type { Rule } from "../../src/availability/planned-item.ts";
import { planStay } from "../../src/availability/stays/plan-stay.ts";
import type { Property } from "../../src/availability/stays/stay.ts";
import { day, property, rate, roomType, stayItem } from "./stays-world.ts";

const now = Date.parse("2026-11-21T18:00:00+03:00");

const rules = (verdict: ReturnType<typeof planStay>) =>
  verdict.verdict === "not-available" ? verdict.reasons.map(({ rule }) => rule) : verdict.verdict;
const hotel = (changes: Parameters<typeof roomType>[0], more: Partial<Property> = {}) =>
  property({ roomTypes: [roomType(changes)], ...more });

test("a stay takes rooms on every night, not on the departure day, at each night's price", () => {
  const facts = hotel({
    rates: [rate("2026-12-02", { price: 50_000 }), rate("2026-12-04", { price: 1 })],
  });
  const verdict = planStay(
    facts,
    stayItem("2026-12-01", "2026-12-04", { rooms: 2, guests: 4 }),
    now,
  );
  expect(verdict).toMatchObject({
    verdict: "bookable",
    plan: {
      quantity: 2,
      priceMinor: 2 * (30_000 + 50_000 + 30_000),
      startsAt: "2026-12-01T12:00:00.000Z",
      endsAt: "2026-12-04T09:00:00.000Z",
      locationId: "l",
      buckets: ["2026-12-01", "2026-12-02", "2026-12-03"].map((bucket) => ({
        poolId: "double",
        bucket,
        quantity: 2,
      })),
      details: {
        checkInFrom: "2026-12-01T15:00:00+03:00",
        checkOutUntil: "2026-12-04T12:00:00+03:00",
      },
    },
  });
});

test("one night without enough rooms refuses the stay; the departure day does not count", () => {
  const facts = hotel({
    taken: [
      [day("2026-12-02"), 2],
      [day("2026-12-04"), 3],
    ],
  });
  expect(planStay(facts, stayItem("2026-12-01", "2026-12-04"), now).verdict).toBe("bookable");
  expect(planStay(facts, stayItem("2026-12-01", "2026-12-04", { rooms: 2 }), now).verdict).toBe(
    "taken",
  );
});

test.each<[string, Property, Parameters<typeof stayItem>[2], string[]]>([
  ["not on sale", hotel({ onSale: false }), {}, ["not-on-sale"]],
  ["at a closed branch", hotel({}, { onSale: false }), {}, ["not-on-sale"]],
  ["to begin yesterday", property(), { checkIn: "2026-11-20" }, ["in-the-past"]],
  ["too far ahead", hotel({ horizonDays: 9 }), {}, ["beyond-horizon"]],
  ["too soon", hotel({ leadMinutes: 14_221 }), {}, ["inside-lead-time"]],
  [
    "over a closed night",
    hotel({ rates: [rate("2026-12-03", { closed: true })] }),
    {},
    ["night-closed"],
  ],
  ["too short", hotel({ minNights: 4 }), {}, ["below-minimum-stay"]],
  [
    "too short for its first night",
    hotel({ rates: [rate("2026-12-01", { minNights: 4 })] }),
    {},
    ["below-minimum-stay"],
  ],
  ["for too many guests", property(), { guests: 3 }, ["over-occupancy"]],
  ["in more rooms than there are", property(), { rooms: 4 }, ["not-enough-units"]],
  [
    "wrong in four ways",
    hotel({ onSale: false, minNights: 5 }),
    { rooms: 4, guests: 9 },
    ["not-on-sale", "below-minimum-stay", "over-occupancy", "not-enough-units"],
  ],
])("refuses a stay and names the rule when the stay is %s", (_, facts, changes, expected) => {
  expect(rules(planStay(facts, stayItem("2026-12-01", "2026-12-04", changes), now))).toEqual(
    expected,
  );
});

test("a stay may use the last minute of the lead time, the last day of the horizon and the last bed", () => {
  const three = stayItem("2026-12-01", "2026-12-04");
  for (const type of [{ horizonDays: 10 }, { leadMinutes: 14_220 }, { minNights: 3 }]) {
    expect(planStay(hotel(type), three, now).verdict).toBe("bookable");
  }
  expect(planStay(property(), { ...three, rooms: 3, guests: 6 }, now).verdict).toBe("bookable");
  // A minimum stay on a night other than the first, and a closed departure day.
  const rates = [rate("2026-12-02", { minNights: 9 }), rate("2026-12-04", { closed: true })];
  expect(planStay(hotel({ rates }), three, now).verdict).toBe("bookable");
});

test("check-in today can be booked until the local day ends", () => {
  const item = stayItem("2026-11-21", "2026-11-22");
  expect(planStay(property(), item, Date.parse("2026-11-21T23:59:59+03:00")).verdict).toBe(
    "bookable",
  );
  expect(rules(planStay(property(), item, Date.parse("2026-11-22T00:00:00+03:00")))).toEqual([
    "in-the-past",
  ]);
});

test.each([
  ["2026-12-01", "2026-12-01"],
  ["2026-12-02", "2026-12-01"],
  ["2026-12-01", "2027-03-02"],
])("rejects a stay from %s to %s", (checkIn, checkOut) => {
  const verdict = planStay(property(), stayItem(checkIn, checkOut), now);
  expect(verdict).toMatchObject({ verdict: "invalid", errors: [{ pointer: "/checkOut" }] });
});

test("accepts a stay of ninety nights", () => {
  expect(planStay(property(), stayItem("2026-12-01", "2027-03-01"), now).verdict).toBe("bookable");
});

test("a refusal offers the property's other rooms on the same dates, then the same room on the nearest dates", () => {
  const full = roomType({
    taken: [
      [day("2026-12-02"), 3],
      [day("2026-12-06"), 3],
    ],
  });
  const suite = roomType({ id: "suite", priceMinor: 90_000 });
  const single = roomType({
    id: "single",
    priceMinor: 20_000,
    rooms: 1,
    taken: [[day("2026-12-02"), 1]],
  });
  const facts = property({ roomTypes: [single, full, suite] });
  const verdict = planStay(facts, stayItem("2026-12-02", "2026-12-04"), now);
  expect(verdict).toMatchObject({ verdict: "taken" });
  const { alternatives } = verdict as { alternatives: Record<string, unknown>[] };
  expect(alternatives.map((one) => [one.roomTypeId, one.checkIn, one.checkOut])).toEqual([
    ["suite", "2026-12-02", "2026-12-04"],
    ["double", "2026-12-03", "2026-12-05"],
    ["double", "2026-11-30", "2026-12-02"],
    ["double", "2026-12-04", "2026-12-06"],
    ["double", "2026-11-29", "2026-12-01"],
    ["double", "2026-11-28", "2026-11-30"],
  ]);
});

test("an unknown room type is not found", () => {
  expect(planStay(null, stayItem("2026-12-01", "2026-12-02"), now)).toEqual({
    verdict: "not-found",
    what: "roomType",
  });
});

test("exempt rules do not refuse a stay, but rooms must still be free", () => {
  const closed = { rates: [rate("2026-12-02", { closed: true })], minNights: 4, horizonDays: 3 };
  const judge = (taken: number, ...exempt: Rule[]) => {
    const facts = hotel({ ...closed, taken: [[day("2026-12-02"), taken]] });
    return rules(planStay(facts, stayItem("2026-12-01", "2026-12-04"), now, new Set(exempt)));
  };
  expect(judge(0)).toEqual(["beyond-horizon", "night-closed", "below-minimum-stay"]);
  expect(judge(0, "beyond-horizon", "night-closed")).toEqual(["below-minimum-stay"]);
  expect(judge(0, "beyond-horizon", "night-closed", "below-minimum-stay")).toBe("bookable");
  expect(judge(3, "beyond-horizon", "night-closed", "below-minimum-stay")).toBe("taken");
});
