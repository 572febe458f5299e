import { describe, expect, test } from "vitest";
import type { PlannedItem, Verdict } from "../../src/availability/planned-item.ts";
import type { AppointmentFacts } from "../../src/availability/slots/appointment-facts.ts";
import { listAppointmentOffers } from "../../src/availability/slots/appointment-offers.ts";
import { planAppointment } from "../../src/availability/slots/plan-appointment.ts";
import { appointment, at, daily, staff } from "./slot-facts.ts";

// A Sunday; the weekend of the place under test does not matter.
const DAY = "2026-11-22";
const NOW = at("2026-11-20T12:00+03:00") * 1000;

function plan(
  facts: AppointmentFacts,
  time: string,
  more: { staffId?: string; end?: string } = {},
) {
  const start = time.includes("T") ? time : `${DAY}T${time}:00+03:00`;
  return planAppointment(facts, { kind: "appointment", serviceId: "o", start, ...more }, NOW);
}

function rules(verdict: Verdict): string[] | string {
  return verdict.verdict === "not-available"
    ? verdict.reasons.map(({ rule }) => rule)
    : verdict.verdict;
}

function planned(verdict: Verdict): PlannedItem {
  if (verdict.verdict !== "bookable") throw new Error(JSON.stringify(verdict));
  return verdict.plan;
}

function offers(
  facts: AppointmentFacts,
  from = `${DAY}T00:00+03:00`,
  until = "2026-11-23T00:00+03:00",
) {
  return listAppointmentOffers(facts, at(from), at(until), NOW);
}

function times(facts: AppointmentFacts, from?: string, until?: string): string[] {
  return offers(facts, from, until).map(({ start }) => start.slice(11, 16));
}

const nineToFive = { hours: daily(540, 1020) };

test("a day of hours is a list of starts whose service still ends within it", () => {
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

test("what cannot be seen is not found, and nothing else is said", () => {
  expect(
    planAppointment(
      null,
      { kind: "appointment", serviceId: "o", start: `${DAY}T09:00Z`, end: `${DAY}T08:00Z` },
      NOW,
    ),
  ).toEqual({ verdict: "not-found", what: "service" });
});

test("the end may be left out, and when given it is the start plus the duration", () => {
  const facts = appointment({ offering: nineToFive });
  expect(planned(plan(facts, "10:00", { end: `${DAY}T08:00:00Z` })).endsAt).toBe(
    "2026-11-22T08:00:00.000Z",
  );
  for (const end of ["10:30", "10:00", "09:00", "11:00:00.001"]) {
    expect(plan(facts, "10:00", { end: `${DAY}T${end}+03:00` })).toMatchObject({
      verdict: "invalid",
      errors: [{ pointer: "/end" }],
    });
  }
});

test("staff who do not do the service are a mistake in the request; staff switched off are refused", () => {
  expect(plan(appointment({ staff: [] }), "10:00", { staffId: "s9" })).toMatchObject({
    verdict: "invalid",
    errors: [{ pointer: "/staffId" }],
  });
  const inactive = appointment({ staff: [staff({ active: false })] });
  expect(rules(plan(inactive, "10:00", { staffId: "s1" }))).toEqual(["staff-cannot-do-service"]);
  expect(rules(plan(appointment({ staff: [] }), "10:00"))).toEqual(["staff-cannot-do-service"]);
});

describe("refusals name every rule", () => {
  const facts = appointment({
    offering: { hours: daily(540, 1320), holidays: ["2026-11-24"] },
    staff: [
      staff({
        windows: daily(600, 1200),
        breaks: daily(780, 840),
        off: [[at(`${DAY}T17:00+03:00`), at(`${DAY}T19:00+03:00`)]],
      }),
    ],
  });
  test.each([
    ["10:00", "bookable"],
    ["08:00", ["outside-business-hours", "outside-staff-hours"]],
    ["09:00", ["outside-staff-hours"]],
    ["19:30", ["outside-staff-hours"]],
    ["21:30", ["outside-business-hours", "outside-staff-hours"]],
    ["10:20", ["off-step"]],
    ["13:00", ["staff-on-break"]],
    ["12:30", ["off-step", "staff-on-break"]],
    ["18:00", ["staff-time-off"]],
    ["2026-11-24T10:00:00+03:00", ["holiday"]],
    ["2026-11-24T09:00:00+03:00", ["holiday", "outside-staff-hours"]],
    ["2026-11-19T10:00:00+03:00", ["in-the-past"]],
    ["2026-11-19T10:07:00+03:00", ["in-the-past", "off-step"]],
    ["2031-11-19T10:00:00+03:00", ["beyond-horizon"]],
    ["2026-11-22T10:00:00.500+03:00", ["off-step"]],
  ])("%s: %s", (time, expected) => {
    expect(rules(plan(facts, time))).toEqual(expected);
  });

  test("what is switched off says so beside the rest", () => {
    const off = { ...facts, offering: { ...facts.offering, onSale: false } };
    expect(rules(plan(off, "09:00"))).toEqual(["not-on-sale", "outside-staff-hours"]);
    expect(offers(off)).toEqual([]);
  });
});

test("lead time counts minutes from now, the horizon whole local days from today", () => {
  const facts = appointment({ offering: { leadMinutes: 90, horizonDays: 2 } });
  expect(rules(plan(facts, "2026-11-20T13:00:00+03:00"))).toEqual(["inside-lead-time"]);
  expect(rules(plan(facts, "2026-11-20T14:00:00+03:00"))).toBe("bookable");
  expect(rules(plan(facts, "2026-11-22T23:00:00+03:00"))).toBe("bookable");
  expect(rules(plan(facts, "2026-11-23T00:00:00+03:00"))).toEqual(["beyond-horizon"]);
  const all = offers(facts, "2020-01-01T00:00Z", "2030-01-01T00:00Z");
  expect(all[0]?.start).toBe("2026-11-20T14:00:00+03:00");
  expect(all.at(-1)?.start).toBe("2026-11-22T23:00:00+03:00");
});

test("dates that nothing is known about are judged by the clock alone", () => {
  const window: [number, number] = [at("2026-11-19T00:00Z"), at("2026-11-29T00:00Z")];
  const facts = appointment({ offering: { ...nineToFive, window, horizonDays: 5 } });
  expect(rules(plan(facts, "2028-01-01T04:00:00+03:00"))).toEqual(["beyond-horizon"]);
});

test("a booking lies in one window: two that touch are two, and the afternoon counts its own steps", () => {
  const facts = appointment({
    stepMinutes: 45,
    staff: [staff({ windows: [...daily(540, 700), ...daily(700, 840)] })],
  });
  expect(times(facts)).toEqual(["09:00", "09:45", "10:30", "11:40", "12:25"]);
  expect(rules(plan(facts, "11:15"))).toEqual(["outside-staff-hours"]);
});

test("steps are counted from opening time when that is after the window's beginning", () => {
  const facts = appointment({
    offering: { hours: daily(570, 780) },
    staff: [staff({ windows: daily(540, 1020) })],
  });
  expect(times(facts)).toEqual(["09:30", "10:30", "11:30"]);
});

test("business hours that touch are one, also over midnight", () => {
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

test("a window over midnight offers its small hours, on a holiday only up to midnight or not at all", () => {
  const facts = appointment({ staff: [staff({ windows: [[7, 1320, 1560]] })] });
  const night = [`${DAY}T12:00+03:00`, "2026-11-23T12:00+03:00"] as const;
  expect(times(facts, ...night)).toEqual(["22:00", "23:00", "00:00", "01:00"]);
  const monday = { ...facts, offering: { ...facts.offering, holidays: ["2026-11-23"] } };
  expect(times(monday, ...night)).toEqual(["22:00", "23:00"]);
  const hours: [number, number, number][] = [[7, 1320, 1560]];
  const sunday = { ...facts, offering: { ...facts.offering, hours, holidays: [DAY] } };
  expect(times(sunday, ...night)).toEqual([]);
});

test("no windows at all means business hours; windows that are all switched off mean never", () => {
  expect(times(appointment({ offering: nineToFive, staff: [staff()] }))).toHaveLength(8);
  expect(times(appointment({ offering: nineToFive, staff: [staff({ windows: [] })] }))).toEqual([]);
  expect(times(appointment())).toHaveLength(24);
});

test("around the clock, a night's appointment may cross midnight and each day counts its own steps", () => {
  const facts = appointment({ stepMinutes: 420 });
  expect(times(facts)).toEqual(["00:00", "07:00", "14:00", "21:00"]);
  expect(rules(plan({ ...facts, stepMinutes: 30 }, "23:30"))).toBe("bookable");
});

test("a one-off opening makes a free day work and lengthens the window it touches", () => {
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

describe("buffers", () => {
  const busy: [number, number][] = [[at(`${DAY}T11:00+03:00`), at(`${DAY}T12:00+03:00`)]];
  const facts = appointment({
    offering: { hours: daily(540, 840) },
    stepMinutes: 15,
    bufferBeforeMinutes: 15,
    bufferAfterMinutes: 30,
    staff: [staff({ busy })],
  });

  test("are free of other bookings and may lie outside hours", () => {
    expect(times(facts)).toEqual(["09:00", "09:15", "09:30", "12:15", "12:30", "12:45", "13:00"]);
  });

  test("belong to the claim, not to the booking", () => {
    expect(planned(plan(facts, "13:00", { staffId: "s1" }))).toMatchObject({
      startsAt: "2026-11-22T10:00:00.000Z",
      endsAt: "2026-11-22T11:00:00.000Z",
      claims: [
        {
          unitId: "s1",
          seatNo: 0,
          from: "2026-11-22T09:45:00.000Z",
          until: "2026-11-22T11:30:00.000Z",
        },
      ],
      picks: [],
    });
  });

  test("that do not fit make it taken, with the nearest offers first", () => {
    const verdict = plan(facts, "10:00");
    expect(verdict).toMatchObject({ verdict: "taken" });
    const starts = (verdict as { alternatives: { start: string }[] }).alternatives.map(
      (one) => one.start,
    );
    expect(starts).toEqual([
      "2026-11-22T09:30:00+03:00",
      "2026-11-22T09:15:00+03:00",
      "2026-11-22T09:00:00+03:00",
      "2026-11-22T12:15:00+03:00",
      "2026-11-22T12:30:00+03:00",
    ]);
  });
});

describe("any staff", () => {
  const three = ["a", "b", "c"];

  test("who is busy is left out, and taken means that everybody who works is busy", () => {
    const busy: [number, number][] = [[at(`${DAY}T10:00+03:00`), at(`${DAY}T11:00+03:00`)]];
    const facts = appointment({
      staff: [
        staff({ id: "a", busy }),
        staff({ id: "b" }),
        staff({ id: "c", windows: daily(720, 900) }),
      ],
    });
    expect(planned(plan(facts, "10:00")).picks).toEqual([
      {
        unitIds: ["b"],
        count: 1,
        from: "2026-11-22T07:00:00.000Z",
        until: "2026-11-22T08:00:00.000Z",
      },
    ]);
    const all = { ...facts, staff: facts.staff.map((one) => ({ ...one, busy })) };
    expect(rules(plan(all, "10:00"))).toBe("taken");
  });

  test("who has least to do that day comes first, at every hour of it", () => {
    const facts = appointment({
      staff: three.map((id, i) =>
        staff({ id, busy: [[at(`${DAY}T20:00+03:00`), at(`${DAY}T20:00+03:00`) + (3 - i) * 600]] }),
      ),
    });
    expect(planned(plan(facts, "08:00")).picks[0]?.unitIds).toEqual(["c", "b", "a"]);
    expect(offers(facts)[3]?.staffIds).toEqual(["c", "b", "a"]);
  });

  test("among equals everybody is first on one day in three", () => {
    const facts = appointment({ staff: three.map((id) => staff({ id })) });
    const first = (date: string) =>
      planned(plan(facts, `${date}T10:00:00+03:00`)).picks[0]?.unitIds[0];
    const days = ["2026-11-22", "2026-11-23", "2026-11-24"];
    expect(new Set(days.map(first)).size).toBe(3);
    expect(first("2026-11-25")).toBe(first("2026-11-22"));
  });
});

test("after a refusal the alternatives of a time long past are today's", () => {
  const verdict = plan(appointment({ offering: nineToFive }), "2024-01-01T10:00:00+03:00");
  const starts = (verdict as { alternatives: { start: string }[] }).alternatives.map(
    (one) => one.start,
  );
  expect(starts[0]).toBe("2026-11-20T12:00:00+03:00");
  expect(starts).toHaveLength(5);
});
