import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expandWeekly, type WeeklyWindow } from "../../src/availability/slots/wall-clock.ts";
import { dayNumber, dayStart, offsetSpans } from "../../src/availability/slots/zone-offsets.ts";
import { at, daily } from "./slot-facts.ts";

function expanded(
  timezone: string,
  windows: WeeklyWindow[],
  from: string,
  until: string,
): string[] {
  const spans = offsetSpans(timezone, at(from), at(until));
  const local = (seconds: number) =>
    Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
      .toZonedDateTimeISO(timezone)
      .toString({ timeZoneName: "never", smallestUnit: "minute" });
  return expandWeekly(spans, windows, at(from), at(until)).map(
    (one) => `${local(one.from)}/${local(one.until)}`,
  );
}

test("weekly hours keep their local times on both sides of a clock change", () => {
  expect(
    expanded("America/New_York", daily(540, 1020), "2026-03-07T05:00Z", "2026-03-09T23:00Z"),
  ).toEqual([
    "2026-03-07T09:00-05:00/2026-03-07T17:00-05:00",
    "2026-03-08T09:00-04:00/2026-03-08T17:00-04:00",
    "2026-03-09T09:00-04:00/2026-03-09T17:00-04:00",
  ]);
});

test("a window within a skipped hour opens nothing, one that begins in it opens right after it", () => {
  const day = ["2026-03-08T05:00Z", "2026-03-09T04:00Z"] as const;
  expect(expanded("America/New_York", [[7, 120, 180]], ...day)).toEqual([]);
  expect(expanded("America/New_York", [[7, 150, 300]], ...day)).toEqual([
    "2026-03-08T03:00-04:00/2026-03-08T05:00-04:00",
  ]);
});

test("a window within a repeated hour opens twice, one around it opens once and lasts an hour longer", () => {
  const day = ["2026-11-01T04:00Z", "2026-11-02T05:00Z"] as const;
  expect(expanded("America/New_York", [[7, 75, 105]], ...day)).toEqual([
    "2026-11-01T01:15-04:00/2026-11-01T01:45-04:00",
    "2026-11-01T01:15-05:00/2026-11-01T01:45-05:00",
  ]);
  expect(expanded("America/New_York", [[7, 0, 240]], ...day)).toEqual([
    "2026-11-01T00:00-04:00/2026-11-01T04:00-05:00",
  ]);
});

test("weekly hours follow Lord Howe's half-hour clock change", () => {
  expect(
    expanded("Australia/Lord_Howe", [[7, 0, 360]], "2026-04-04T13:00Z", "2026-04-05T13:00Z"),
  ).toEqual(["2026-04-05T00:00+11:00/2026-04-05T06:00+10:30"]);
  expect(
    expanded("Australia/Lord_Howe", [[7, 120, 150]], "2026-10-03T13:30Z", "2026-10-04T13:00Z"),
  ).toEqual([]);
});

test("a window over midnight belongs to the day it begins on", () => {
  expect(
    expanded("Asia/Riyadh", [[4, 1320, 1560]], "2026-11-26T00:00+03:00", "2026-11-28T00:00+03:00"),
  ).toEqual(["2026-11-26T22:00+03:00/2026-11-27T02:00+03:00"]);
  // It is also returned for a range that begins at midnight.
  expect(
    expanded("Asia/Riyadh", [[4, 1320, 1560]], "2026-11-27T00:00+03:00", "2026-11-27T01:00+03:00"),
  ).toHaveLength(1);
});

test("Cairo's day begins at 01:00 when clocks go forward at midnight", () => {
  expect(dayStart("Africa/Cairo", dayNumber("2026-04-24"))).toBe(at("2026-04-24T01:00+03:00"));
  expect(dayStart("Africa/Cairo", dayNumber("2026-04-25"))).toBe(at("2026-04-25T00:00+03:00"));
});

describe("a place is open exactly when the local clock shows a time within a window", () => {
  const changes: [string, string][] = [
    ["Asia/Riyadh", "2026-03-08"],
    ["America/New_York", "2026-03-08"],
    ["America/New_York", "2026-11-01"],
    ["Europe/London", "2026-03-29"],
    ["Europe/London", "2026-10-25"],
    ["Australia/Lord_Howe", "2026-04-05"],
    ["Australia/Lord_Howe", "2026-10-04"],
    ["Africa/Cairo", "2026-04-24"],
    ["Africa/Cairo", "2026-10-29"],
  ];
  const window = fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.nat(1439), fc.integer({ min: 1, max: 1440 }))
    .map(([weekday, starts, length]): WeeklyWindow => [weekday, starts, starts + length]);

  test.each(changes)("%s around %s", (timezone, date) => {
    const from = dayStart(timezone, dayNumber(date) - 1);
    const until = dayStart(timezone, dayNumber(date) + 3);
    const walls: { at: number; weekday: number; minute: number }[] = [];
    for (let t = from; t < until; t += 300) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(t * 1000).toZonedDateTimeISO(timezone);
      walls.push({ at: t, weekday: zoned.dayOfWeek, minute: zoned.hour * 60 + zoned.minute });
    }
    const spans = offsetSpans(timezone, from, until);
    fc.assert(
      fc.property(fc.array(window, { maxLength: 4 }), (windows) => {
        const open = expandWeekly(spans, windows, from, until);
        for (const wall of walls) {
          const expected = windows.some(([weekday, starts, ends]) => {
            const sameDay = wall.weekday === weekday && wall.minute >= starts && wall.minute < ends;
            const nextDay = wall.weekday === (weekday % 7) + 1 && wall.minute + 1440 < ends;
            return sameDay || (nextDay && wall.minute + 1440 >= starts);
          });
          const actual = open.some((one) => one.from <= wall.at && wall.at < one.until);
          if (actual !== expected) throw new Error(`${JSON.stringify(wall)}: ${actual}`);
        }
      }),
      { numRuns: 60 },
    );
  });
});
