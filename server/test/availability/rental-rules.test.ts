import { describe, expect, test } from "vitest";
import type { Rule, Verdict } from "../../src/availability/planned-item.ts";
import { planRental } from "../../src/availability/slots/plan-rental.ts";
import type { RentalFacts } from "../../src/availability/slots/rental-facts.ts";
import type { RentalItem } from "../../src/availability/slots/rental-item.ts";
import { listRentalOffers } from "../../src/availability/slots/rental-offers.ts";
import { at, daily, rental } from "./slot-facts.ts";

const DAY = "2026-11-22";
const NOW = at("2026-11-20T12:00+03:00") * 1000;

function plan(facts: RentalFacts, from: string, until: string, more: Partial<RentalItem> = {}) {
  const [start, end] = [`${DAY}T${from}:00+03:00`, `${DAY}T${until}:00+03:00`];
  return planRental(facts, { kind: "rental", rentalId: "o", start, end, ...more }, NOW);
}

function rules(verdict: Verdict) {
  if (verdict.verdict === "invalid") return verdict.errors.map(({ pointer }) => pointer);
  return verdict.verdict === "not-available"
    ? verdict.reasons.map(({ rule }) => rule)
    : verdict.verdict;
}

function offers(facts: RentalFacts, count = 1, minutes = 60) {
  const [from, until] = [at(`${DAY}T00:00+03:00`), at("2026-11-23T00:00+03:00")];
  return listRentalOffers(facts, { count, minutes }, from, until, NOW);
}

const evening = { hours: daily(1080, 1320) };

test("an offer tells how many units are free and the price for the requested number", () => {
  const busy: [number, number][] = [[at(`${DAY}T19:00+03:00`), at(`${DAY}T20:00+03:00`)]];
  const facts = rental({
    offering: evening,
    units: [
      { id: "u1", label: "u1", active: true, busy },
      { id: "u2", label: "u2", active: true, busy: [] },
      { id: "u3", label: "u3", active: false, busy: [] },
    ],
  });
  const seen = (count: number) =>
    offers(facts, count).map(
      (one) => `${one.start.slice(11, 16)} ${one.unitsFree} ${one.price.amount}`,
    );
  expect(seen(1)).toEqual(["18:00 2 6000", "19:00 1 6000", "20:00 2 6000", "21:00 2 6000"]);
  expect(seen(2)).toEqual(["18:00 2 12000", "20:00 2 12000", "21:00 2 12000"]);
  expect(seen(3)).toEqual([]);
  expect(offers(facts, 2, 120).map(({ start }) => start)).toEqual([`${DAY}T20:00:00+03:00`]);
});

describe("a rental request", () => {
  const facts = rental({ offering: evening });
  test.each([
    ["18:00", "19:00", {}, "bookable"],
    ["18:00", "20:00", { units: 2 }, "bookable"],
    ["18:00", "19:30", {}, ["/end"]],
    ["19:00", "18:00", {}, ["/end"]],
    ["18:00", "18:00", {}, ["/end"]],
    ["18:00", "19:00", { units: 3 }, ["not-enough-units"]],
    ["18:30", "19:30", {}, ["off-step"]],
    ["21:00", "23:00", {}, ["outside-business-hours"]],
    ["09:00", "10:00", { units: 3 }, ["not-enough-units", "outside-business-hours"]],
    ["18:00", "19:00", { unitIds: ["u9"] }, ["/unitIds/0"]],
    ["18:00", "19:00", { unitIds: ["u1", "u1"] }, ["/unitIds/1"]],
    ["18:00", "19:00", { unitIds: ["u1"], units: 2 }, ["/units"]],
  ])("for %s–%s with %o gets %s", (from, until, more, expected) => {
    expect(rules(plan(facts, from, until, more))).toEqual(expected);
  });

  test("for an invisible rental is not found", () => {
    expect(planRental(null, {} as RentalItem, NOW)).toEqual({
      verdict: "not-found",
      what: "rental",
    });
  });
});

test("a number of units is picked from all free ones, least busy first; named units are claimed", () => {
  const facts = rental({
    offering: evening,
    units: ["u1", "u2", "u3"].map((id, i) => ({
      id,
      label: id,
      active: true,
      busy: [[at(`${DAY}T12:00+03:00`), at(`${DAY}T12:00+03:00`) + (3 - i) * 60]],
    })),
  });
  const range = { from: "2026-11-22T15:00:00.000Z", until: "2026-11-22T16:00:00.000Z" };
  expect(plan(facts, "18:00", "19:00", { units: 2 })).toMatchObject({
    verdict: "bookable",
    plan: {
      quantity: 2,
      priceMinor: 12_000,
      claims: [],
      picks: [{ unitIds: ["u3", "u2", "u1"], count: 2, ...range }],
    },
  });
  expect(plan(facts, "18:00", "19:00", { unitIds: ["u1", "u3"] })).toMatchObject({
    plan: {
      quantity: 2,
      picks: [],
      claims: [
        { unitId: "u3", seatNo: 0, ...range },
        { unitId: "u1", seatNo: 0, ...range },
      ],
    },
  });
});

test("a taken unit requested by name is refused with times when that unit is free", () => {
  const busy: [number, number][] = [[at(`${DAY}T18:00+03:00`), at(`${DAY}T20:00+03:00`)]];
  const facts = rental({
    offering: { ...evening, horizonDays: 2 },
    units: [
      { id: "u1", label: "u1", active: true, busy },
      { id: "u2", label: "u2", active: true, busy: [] },
    ],
  });
  expect(rules(plan(facts, "18:00", "19:00"))).toBe("bookable");
  expect(rules(plan(facts, "18:00", "19:00", { units: 2 }))).toBe("taken");
  const verdict = plan(facts, "18:00", "19:00", { unitIds: ["u1"] });
  expect(verdict).toMatchObject({ verdict: "taken" });
  const { alternatives } = verdict as { alternatives: { start: string }[] };
  expect(alternatives[0]?.start).toBe(`${DAY}T20:00:00+03:00`);
});

test("exempt rules do not refuse a rental, the others still do", () => {
  const facts = rental({ offering: { ...evening, onSale: false, leadMinutes: 10_000 } });
  const judge = (...exempt: Rule[]) => {
    const item = { kind: "rental", rentalId: "o", ...hour("18:00", "19:00") } as const;
    return rules(planRental(facts, item, NOW, new Set(exempt)));
  };
  expect(judge()).toEqual(["not-on-sale", "inside-lead-time"]);
  expect(judge("not-on-sale")).toEqual(["inside-lead-time"]);
  expect(judge("not-on-sale", "inside-lead-time")).toBe("bookable");
});

function hour(from: string, until: string) {
  return { start: `${DAY}T${from}:00+03:00`, end: `${DAY}T${until}:00+03:00` };
}
