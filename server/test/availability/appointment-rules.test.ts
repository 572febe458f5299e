import { describe, expect, test } from "vitest";
import { planAppointment } from "../../src/availability/slots/plan-appointment.ts";
import { DAY, nineToFive, NOW, offers, plan, planned, rules } from "./appointment-day.ts";
import { appointment, at, daily, staff } from "./slot-facts.ts";

test("an invisible service is not found, without any other error", () => {
  expect(
    planAppointment(
      null,
      { kind: "appointment", serviceId: "o", start: `${DAY}T09:00Z`, end: `${DAY}T08:00Z` },
      NOW,
    ),
  ).toEqual({ verdict: "not-found", what: "service" });
});

test("the end is optional, and must be the start plus the duration when given", () => {
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

test("staff who do not offer the service are invalid input; inactive staff are refused by a rule", () => {
  expect(plan(appointment({ staff: [] }), "10:00", { staffId: "s9" })).toMatchObject({
    verdict: "invalid",
    errors: [{ pointer: "/staffId" }],
  });
  const inactive = appointment({ staff: [staff({ active: false })] });
  expect(rules(plan(inactive, "10:00", { staffId: "s1" }))).toEqual(["staff-cannot-do-service"]);
  expect(rules(plan(appointment({ staff: [] }), "10:00"))).toEqual(["staff-cannot-do-service"]);
});

describe("a refusal names every broken rule", () => {
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
  ])("at %s: %s", (time, expected) => {
    expect(rules(plan(facts, time))).toEqual(expected);
  });

  test("an inactive service is refused as not on sale, beside the other rules", () => {
    const off = { ...facts, offering: { ...facts.offering, onSale: false } };
    expect(rules(plan(off, "09:00"))).toEqual(["not-on-sale", "outside-staff-hours"]);
    expect(offers(off)).toEqual([]);
  });
});

test("lead time counts minutes from now, and the horizon counts whole local days from today", () => {
  const facts = appointment({ offering: { leadMinutes: 90, horizonDays: 2 } });
  expect(rules(plan(facts, "2026-11-20T13:00:00+03:00"))).toEqual(["inside-lead-time"]);
  expect(rules(plan(facts, "2026-11-20T14:00:00+03:00"))).toBe("bookable");
  expect(rules(plan(facts, "2026-11-22T23:00:00+03:00"))).toBe("bookable");
  expect(rules(plan(facts, "2026-11-23T00:00:00+03:00"))).toEqual(["beyond-horizon"]);
  const all = offers(facts, "2020-01-01T00:00Z", "2030-01-01T00:00Z");
  expect(all[0]?.start).toBe("2026-11-20T14:00:00+03:00");
  expect(all.at(-1)?.start).toBe("2026-11-22T23:00:00+03:00");
});

test("a date outside the loaded facts is judged by the clock alone", () => {
  const window: [number, number] = [at("2026-11-19T00:00Z"), at("2026-11-29T00:00Z")];
  const facts = appointment({ offering: { ...nineToFive, window, horizonDays: 5 } });
  expect(rules(plan(facts, "2028-01-01T04:00:00+03:00"))).toEqual(["beyond-horizon"]);
});

test("a refused time long past gets alternatives from now on", () => {
  const verdict = plan(appointment({ offering: nineToFive }), "2024-01-01T10:00:00+03:00");
  const starts = (verdict as { alternatives: { start: string }[] }).alternatives.map(
    (one) => one.start,
  );
  // It is noon: a slot that begins now has begun.
  expect(starts[0]).toBe("2026-11-20T13:00:00+03:00");
  expect(starts).toHaveLength(5);
});
