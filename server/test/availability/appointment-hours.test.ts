import { expect, test } from "vitest";
import { DAY, nineToFive, offers, plan, rules, times } from "./appointment-day.ts";
import { appointment, at, daily, staff } from "./slot-facts.ts";

test("offers every start from which the service still ends within opening hours", () => {
  const facts = appointment({ offering: nineToFive, durationMinutes: 45, stepMinutes: 60 });
  expect(times(facts)).toEqual([
    "09:00",
    "10:00",
    "11:00",
    "12:00",
    "13:00",
    "14:00",
    "15:00",
    "16:00",
  ]);
  expect(offers(facts)[0]).toEqual({
    start: "2026-11-22T09:00:00+03:00",
    end: "2026-11-22T09:45:00+03:00",
    staffIds: ["s1"],
    price: { amount: 15_000, currency: "SAR" },
  });
});

test("a booking fits in one staff window, and each of two adjoining windows counts its own steps", () => {
  const facts = appointment({
    stepMinutes: 45,
    staff: [staff({ windows: [...daily(540, 700), ...daily(700, 840)] })],
  });
  expect(times(facts)).toEqual(["09:00", "09:45", "10:30", "11:40", "12:25"]);
  expect(rules(plan(facts, "11:15"))).toEqual(["outside-staff-hours"]);
});

test("two windows that meet at midnight count as one for appointments, and each day counts its own steps", () => {
  const night: [number, number, number][] = [
    [7, 1320, 1440],
    [1, 0, 120],
  ];
  const facts = appointment({ stepMinutes: 45, staff: [staff({ windows: night })] });
  expect(times(facts, `${DAY}T12:00+03:00`, "2026-11-23T12:00+03:00")).toEqual([
    "22:00",
    "22:45",
    "23:30",
    "00:00",
    "00:45",
  ]);
  expect(rules(plan(facts, "23:30"))).toBe("bookable");
  const late: [number, number] = [at("2026-11-23T02:00+03:00"), at("2026-11-23T03:00+03:00")];
  const longer = appointment({
    durationMinutes: 300,
    staff: [staff({ windows: night, openings: [late] })],
  });
  expect(rules(plan(longer, "22:00"))).toBe("bookable");
});

test("steps count from opening time when the staff window begins earlier", () => {
  const facts = appointment({
    offering: { hours: daily(570, 780) },
    staff: [staff({ windows: daily(540, 1020) })],
  });
  expect(times(facts)).toEqual(["09:30", "10:30", "11:30"]);
});

test("business hours that meet at midnight count as one period", () => {
  const facts = appointment({
    offering: {
      hours: [
        [7, 1320, 1440],
        [1, 0, 120],
      ],
    },
    stepMinutes: 30,
  });
  expect(times(facts, `${DAY}T12:00+03:00`, "2026-11-23T12:00+03:00")).toEqual([
    "22:00",
    "22:30",
    "23:00",
    "23:30",
    "00:00",
    "00:30",
    "01:00",
  ]);
});

test("a window over midnight offers the hours after it, unless a holiday closes either day", () => {
  const facts = appointment({ staff: [staff({ windows: [[7, 1320, 1560]] })] });
  const night = [`${DAY}T12:00+03:00`, "2026-11-23T12:00+03:00"] as const;
  expect(times(facts, ...night)).toEqual(["22:00", "23:00", "00:00", "01:00"]);
  const monday = { ...facts, offering: { ...facts.offering, holidays: ["2026-11-23"] } };
  expect(times(monday, ...night)).toEqual(["22:00", "23:00"]);
  const hours: [number, number, number][] = [[7, 1320, 1560]];
  const sunday = { ...facts, offering: { ...facts.offering, hours, holidays: [DAY] } };
  expect(times(sunday, ...night)).toEqual([]);
});

test("staff without windows work the business hours; staff whose windows are all inactive never work", () => {
  expect(times(appointment({ offering: nineToFive, staff: [staff()] }))).toHaveLength(8);
  expect(times(appointment({ offering: nineToFive, staff: [staff({ windows: [] })] }))).toEqual([]);
  expect(times(appointment())).toHaveLength(24);
});

test("a location open around the clock offers appointments over midnight, and each day counts its own steps", () => {
  const facts = appointment({ stepMinutes: 420 });
  expect(times(facts)).toEqual(["00:00", "07:00", "14:00", "21:00"]);
  expect(rules(plan({ ...facts, stepMinutes: 30 }, "23:30"))).toBe("bookable");
});

test("a one-off opening adds hours on a day off and extends a window it touches", () => {
  const opening: [number, number] = [at(`${DAY}T17:00+03:00`), at(`${DAY}T19:00+03:00`)];
  const freeDay = appointment({
    staff: [staff({ windows: [[1, 540, 1020]], openings: [opening] })],
  });
  expect(times(freeDay)).toEqual(["17:00", "18:00"]);
  const longDay = appointment({
    durationMinutes: 120,
    staff: [staff({ windows: [[7, 840, 1020]], openings: [opening] })],
  });
  expect(times(longDay)).toEqual(["14:00", "15:00", "16:00", "17:00"]);
  const closed = { ...longDay, offering: { ...longDay.offering, hours: daily(540, 1080) } };
  expect(times(closed)).toEqual(["14:00", "15:00", "16:00"]);
});
