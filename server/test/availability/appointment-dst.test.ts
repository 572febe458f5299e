import { describe, expect, test } from "vitest";
import { listAppointmentOffers } from "../../src/availability/slots/appointment-offers.ts";
import { appointment, at, daily, staff } from "./slot-facts.ts";

function starts(
  timezone: string,
  from: string,
  until: string,
  hours = daily(0, 360),
  step = 30,
): string[] {
  const facts = appointment({
    offering: { timezone, horizonDays: 3000 },
    durationMinutes: 30,
    stepMinutes: step,
    staff: [staff({ windows: hours })],
  });
  const now = at("2026-01-01T00:00Z") * 1000;
  return listAppointmentOffers(facts, at(from), at(until), now).map(({ start }) =>
    start.slice(5).replace(":00+", "+").replace(":00-", "-"),
  );
}

describe("a skipped local time offers no slot, a repeated one offers each instant once", () => {
  test.each([
    ["Asia/Riyadh", "2026-03-29T00:00+03:00", 12, [], []],
    ["America/New_York", "2026-03-08T00:00-05:00", 10, ["02:00", "02:30"], []],
    ["America/New_York", "2026-11-01T00:00-04:00", 14, [], ["01:00", "01:30"]],
    ["Europe/London", "2026-03-29T00:00Z", 10, ["01:00", "01:30"], []],
    ["Europe/London", "2026-10-25T00:00+01:00", 14, [], ["01:00", "01:30"]],
    ["Australia/Lord_Howe", "2026-10-04T00:00+10:30", 11, ["02:00"], []],
    ["Australia/Lord_Howe", "2026-04-05T00:00+11:00", 13, [], ["01:30"]],
    ["Africa/Cairo", "2026-04-24T01:00+03:00", 10, ["00:00", "00:30"], []],
  ])("%s at %s", (timezone, midnight, count, skipped, doubled) => {
    const until = new Date((at(midnight) + 8 * 3600) * 1000).toISOString();
    const offered = starts(timezone, midnight, until);
    expect(offered).toHaveLength(count);
    expect(new Set(offered).size).toBe(count);
    const walls = offered.map((one) => one.slice(6, 11));
    for (const wall of skipped) expect(walls).not.toContain(wall);
    expect(walls.filter((wall, i) => walls.indexOf(wall) < i)).toEqual(doubled);
  });

  test("Cairo's last hour before midnight is offered twice", () => {
    const offered = starts(
      "Africa/Cairo",
      "2026-10-29T20:00+03:00",
      "2026-10-30T02:00+02:00",
      daily(1320, 1500),
    );
    expect(offered).toEqual([
      "10-29T22:00+03:00",
      "10-29T22:30+03:00",
      "10-29T23:00+03:00",
      "10-29T23:30+03:00",
      "10-29T23:00+02:00",
      "10-29T23:30+02:00",
      "10-30T00:00+02:00",
      "10-30T00:30+02:00",
    ]);
  });
});

test("hourly slots of a night window keep their wall-clock hours over Lord Howe's half-hour change", () => {
  const hours: [number, number, number][] = [[6, 1380, 1680]];
  expect(
    starts("Australia/Lord_Howe", "2026-10-03T20:00+10:30", "2026-10-04T08:00+11:00", hours, 60),
  ).toEqual(["10-03T23:00+10:30", "10-04T00:00+10:30", "10-04T01:00+10:30", "10-04T03:00+11:00"]);
});

test.each([
  ["America/New_York", "2026-03-06T00:00-05:00", "2026-03-10T00:00-04:00"],
  ["Europe/London", "2026-10-23T00:00+01:00", "2026-10-27T00:00Z"],
  ["Australia/Lord_Howe", "2026-04-03T00:00+11:00", "2026-04-07T00:00+10:30"],
  ["Africa/Cairo", "2026-04-22T00:00+02:00", "2026-04-26T00:00+03:00"],
])("a slot at nine stays at nine by the clock in %s", (timezone, from, until) => {
  const offered = starts(timezone, from, until, daily(540, 600), 60);
  expect(offered.map((one) => one.slice(6, 11))).toEqual(["09:00", "09:00", "09:00", "09:00"]);
});
