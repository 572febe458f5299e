import { expect, test } from "vitest";
import { tripOrigin } from "../../src/availability/trips/trip-origin.ts";

/** The local time at the given timetable hours after the origin. */
function wall(date: string, timezone: string, hours: number): string {
  return Temporal.Instant.from(tripOrigin(date, timezone))
    .add({ minutes: hours * 60 })
    .toZonedDateTimeISO(timezone)
    .toPlainDateTime()
    .toString();
}

test("the origin of an ordinary day is local midnight", () => {
  expect(tripOrigin("2026-11-22", "Asia/Riyadh")).toBe("2026-11-21T21:00:00Z");
});

test("25:30 means 01:30 the next morning", () => {
  expect(wall("2026-11-22", "Asia/Riyadh", 25.5)).toBe("2026-11-23T01:30:00");
});

test.each([
  // Spring forward: the origin is 23:00 of the evening before.
  ["America/New_York", "2026-03-08"],
  ["Europe/London", "2026-03-29"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Africa/Cairo", "2026-04-24"],
  // Fall back.
  ["America/New_York", "2026-11-01"],
  ["Europe/London", "2026-10-25"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Africa/Cairo", "2026-10-29"],
])("in %s on %s timetable times after the clock change match the local clock", (timezone, date) => {
  for (const hours of [8, 12.5, 23]) {
    const time = `${String(Math.floor(hours)).padStart(2, "0")}:${hours % 1 ? "30" : "00"}:00`;
    expect(wall(date, timezone, hours)).toBe(`${date}T${time}`);
  }
});

test("an overnight trip across a clock change keeps its duration", () => {
  // From 22:00 on the eve of spring forward, five hours on the road: 04:00 by the new time.
  expect(wall("2026-03-07", "America/New_York", 22)).toBe("2026-03-07T22:00:00");
  expect(wall("2026-03-07", "America/New_York", 27)).toBe("2026-03-08T04:00:00");
});

test("refuses an invalid date or time zone", () => {
  expect(() => tripOrigin("2026-02-30", "Asia/Riyadh")).toThrow(RangeError);
  expect(() => tripOrigin("2026-02-20", "Asia/Nowhere")).toThrow(RangeError);
});
