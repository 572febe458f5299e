import { expect, test } from "vitest";
import type { Rule } from "../../src/availability/planned-item.ts";
import type { SeatAlternative } from "../../src/availability/trips/seat-alternatives.ts";
import { planSeat } from "../../src/availability/trips/plan-seat.ts";
import { eveningBefore as now, route, seatFacts, seatItem, stop, trip } from "./trips-world.ts";

const rules = (verdict: ReturnType<typeof planSeat>) =>
  verdict.verdict === "not-available" ? verdict.reasons.map(({ rule }) => rule) : verdict.verdict;
const pointers = (verdict: ReturnType<typeof planSeat>) =>
  verdict.verdict === "invalid" ? verdict.errors.map(({ pointer }) => pointer) : verdict.verdict;

test("seats are claimed only for the booked segment", () => {
  const verdict = planSeat(seatFacts(), seatItem("A", "B", "3", "1"), now);
  expect(verdict).toMatchObject({
    verdict: "bookable",
    plan: {
      quantity: 2,
      priceMinor: 18_000,
      startsAt: "2026-11-22T05:00:00.000Z",
      endsAt: "2026-11-22T08:50:00.000Z",
      claims: [3, 1].map((seatNo) => ({
        unitId: "t",
        seatNo,
        label: `${seatNo}`,
        fromPosition: 1,
        toPosition: 2,
        from: "2026-11-22T05:00:00.000Z",
        until: "2026-11-22T08:50:00.000Z",
        passenger: `Passenger ${seatNo}`,
      })),
      details: {
        from: { id: "A", departure: "2026-11-22T08:00:00+03:00" },
        to: { id: "B", arrival: "2026-11-22T11:50:00+03:00" },
        seats: [
          { label: "3", class: "standard", passenger: "Passenger 3" },
          { label: "1", class: "vip", passenger: "Passenger 1" },
        ],
      },
    },
  });
});

test("a seat sold for one segment is free before and after it, and taken across it", () => {
  const facts = seatFacts({ busy: [[1, 2, 3]] });
  expect(planSeat(facts, seatItem("A", "B", "1"), now).verdict).toBe("bookable");
  expect(planSeat(facts, seatItem("B", "C", "1"), now).verdict).toBe("taken");
  expect(planSeat(facts, seatItem("A", "C", "1"), now).verdict).toBe("taken");
  expect(planSeat(facts, seatItem("A", "C", "2"), now).verdict).toBe("bookable");
});

test("one taken seat refuses the whole item, with free seats nearby and the next trip", () => {
  const next = {
    trip: trip({ id: "later", origin: trip().origin + 7200 }),
    fromPosition: 1,
    toPosition: 3,
  };
  const facts = seatFacts({
    busy: [[1, 1, 3, true]],
    next: [
      { ...next, free: { vip: 2 } },
      { ...next, trip: { ...next.trip, id: "full" }, free: { vip: 1 } },
    ],
  });
  const verdict = planSeat(facts, seatItem("A", "C", "1", "4"), now);
  expect(verdict).toMatchObject({ verdict: "taken" });
  const { alternatives } = verdict as { alternatives: SeatAlternative[] };
  expect(alternatives.map((one) => [one.tripId, one.seatsFree])).toEqual([
    ["t", 3],
    ["later", 2],
  ]);
  expect(alternatives[0]?.seats?.map((seat) => seat.label)).toEqual(["2", "3", "4"]);
  expect(alternatives[1]?.departure).toBe("2026-11-22T10:00:00+03:00");
});

test.each<[string, Parameters<typeof seatFacts>[0], string[]]>([
  ["not on sale", { route: route({ onSale: false }) }, ["not-on-sale"]],
  ["cancelled", { trip: trip({ cancelled: true }) }, ["trip-cancelled"]],
  ["departed", { trip: trip({ origin: now / 1000 - 8 * 3600 }) }, ["trip-departed"]],
  ["too soon", { route: route({ leadMinutes: 14 * 60 + 1 }) }, ["inside-lead-time"]],
  ["too far ahead", { route: route({ horizonDays: 0 }) }, ["beyond-horizon"]],
  [
    "off sale, cancelled and too soon",
    { route: route({ onSale: false, leadMinutes: 10_000 }), trip: trip({ cancelled: true }) },
    ["not-on-sale", "trip-cancelled", "inside-lead-time"],
  ],
])("refuses a seat and names the rule when the trip is %s", (_, changes, expected) => {
  expect(rules(planSeat(seatFacts(changes), seatItem("A", "C", "1"), now))).toEqual(expected);
});

test("a seat can be booked at the last minute of the lead time and on the last day of the horizon", () => {
  const lead = seatFacts({ route: route({ leadMinutes: 14 * 60 }) });
  expect(planSeat(lead, seatItem("A", "C", "1"), now).verdict).toBe("bookable");
  const horizon = seatFacts({ route: route({ horizonDays: 1 }) });
  expect(planSeat(horizon, seatItem("A", "C", "1"), now).verdict).toBe("bookable");
});

test("stops off the route, and stops without boarding or alighting, are refused", () => {
  const stops = [
    stop("A", 1, 8),
    stop("B", 2, 12, { boards: false, alights: false }),
    stop("C", 3, 15),
  ];
  const facts = seatFacts({ trip: trip({ stops }) });
  for (const [from, to] of [
    ["A", "B"],
    ["B", "C"],
    ["A", "X"],
    ["X", "C"],
  ] as const) {
    expect(rules(planSeat(facts, seatItem(from, to, "1"), now))).toEqual(["stop-not-served"]);
  }
});

test("a seat the vehicle does not have is refused, also beside a taken seat", () => {
  const facts = seatFacts({ busy: [[1, 1, 3]] });
  expect(rules(planSeat(facts, seatItem("A", "C", "1", "99"), now))).toEqual(["no-such-seat"]);
});

test("rejects a reversed segment, an empty segment and a duplicate seat", () => {
  expect(pointers(planSeat(seatFacts(), seatItem("C", "A", "1"), now))).toEqual(["/to"]);
  expect(pointers(planSeat(seatFacts(), seatItem("A", "A", "1"), now))).toEqual(["/to"]);
  expect(pointers(planSeat(seatFacts(), seatItem("A", "C", "1", "2", "1"), now))).toEqual([
    "/seats/2/label",
  ]);
});

test("an invisible trip is not found", () => {
  expect(planSeat(null, seatItem("A", "C", "1"), now)).toEqual({
    verdict: "not-found",
    what: "trip",
  });
});

test("exempt rules do not refuse a seat, but a missing seat is still refused", () => {
  const facts = seatFacts({ route: route({ onSale: false, leadMinutes: 10_000 }) });
  const judge = (label: string, ...exempt: Rule[]) =>
    rules(planSeat(facts, seatItem("A", "C", label), now, new Set(exempt)));
  expect(judge("1", "not-on-sale")).toEqual(["inside-lead-time"]);
  expect(judge("1", "not-on-sale", "inside-lead-time")).toBe("bookable");
  expect(judge("99", "not-on-sale", "inside-lead-time", "no-such-seat")).toEqual(["no-such-seat"]);
});
