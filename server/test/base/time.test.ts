import { describe, expect, test } from "vitest";
import {
  addDays,
  dateIn,
  daysBetween,
  epochMinutes,
  epochMs,
  fixedClock,
  instantsOf,
  instantText,
  isTimezone,
  wallMinuteIn,
  weekdayOf,
} from "../../src/base/time.ts";

const nine = 9 * 60;
const show = (date: string, minute: number, zone: string) =>
  instantsOf(date, minute, zone).map(instantText);

describe("a local minute converted to instants", () => {
  test("09:00 stays 09:00 local time before and after a clock change", () => {
    const zone = "America/New_York";
    expect(show("2026-03-07", nine, zone)).toEqual(["2026-03-07T14:00:00.000Z"]);
    expect(show("2026-03-08", nine, zone)).toEqual(["2026-03-08T13:00:00.000Z"]);
  });

  test("a minute that the clock skips has no instant, even where only half an hour is skipped", () => {
    expect(show("2026-03-08", 150, "America/New_York")).toEqual([]);
    expect(show("2026-10-04", 135, "Australia/Lord_Howe")).toEqual([]);
    expect(show("2026-04-24", 30, "Africa/Cairo")).toEqual([]);
  });

  test("a minute that the clock shows twice has two instants, in order", () => {
    expect(show("2026-10-25", 90, "Europe/London")).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z",
    ]);
    expect(show("2026-04-05", 105, "Australia/Lord_Howe")).toEqual([
      "2026-04-04T14:45:00.000Z",
      "2026-04-04T15:15:00.000Z",
    ]);
  });

  test("minutes past midnight belong to the next date", () => {
    expect(show("2026-11-21", 1500, "Asia/Riyadh")).toEqual(["2026-11-21T22:00:00.000Z"]);
  });
});

test("an instant has its own date and minute in each timezone", () => {
  const late = epochMs("2026-11-21T22:30:00Z");
  expect(dateIn(late, "Asia/Riyadh")).toBe("2026-11-22");
  expect(dateIn(late, "Europe/London")).toBe("2026-11-21");
  expect(wallMinuteIn(late, "Asia/Riyadh")).toBe(90);
  expect(epochMinutes(late) * 60_000).toBe(late);
});

test("an instant without an offset is refused", () => {
  expect(() => epochMs("2026-11-21T10:00:00")).toThrow(RangeError);
  expect(epochMs("2026-11-21T10:00:00+03:00")).toBe(epochMs("2026-11-21T07:00:00Z"));
});

test("dates are added and compared by the calendar, leap days included", () => {
  expect(addDays("2028-02-28", 2)).toBe("2028-03-01");
  expect(daysBetween("2026-12-30", "2027-01-02")).toBe(3);
  expect(weekdayOf("2026-11-21")).toBe(6);
});

test("only IANA timezone names are accepted as timezones", () => {
  expect(["Asia/Riyadh", "UTC", "Mars/Base", "+03:00", ""].map(isTimezone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("a fixed clock moves only when it is set or advanced", () => {
  const clock = fixedClock("2026-11-21T10:00:00Z");
  const start = clock.now();
  expect(clock.now()).toBe(start);
  clock.advance(90_000);
  expect(instantText(clock.now())).toBe("2026-11-21T10:01:30.000Z");
  clock.set(start);
  expect(clock.now()).toBe(start);
});
