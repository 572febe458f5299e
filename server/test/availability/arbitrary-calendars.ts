import fc from "fast-check";
import type { WeeklyWindow } from "../../src/availability/slots/wall-clock.ts";
import type { Span } from "../../src/availability/slots/offering-facts.ts";
import { at } from "./slot-facts.ts";

/** A zone and the local date of one of its changes (Riyadh has none). */
export const changes = [
  ["Asia/Riyadh", "2026-03-08"],
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2026-11-01"],
  ["Europe/London", "2026-03-29"],
  ["Europe/London", "2026-10-25"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Africa/Cairo", "2026-04-24"],
  ["Africa/Cairo", "2026-10-29"],
] as const;

/** All times in these tests are multiples of this, so checking every multiple checks every case. */
export const GRAIN_MINUTES = 10;
export const GRAIN_SECONDS = GRAIN_MINUTES * 60;

export const grains = (min: number, max: number) =>
  fc.integer({ min, max }).map((count) => count * GRAIN_MINUTES);

const times = fc.tuple(grains(0, 143), grains(12, 144));

export const weeklyWindow: fc.Arbitrary<WeeklyWindow> = fc
  .tuple(fc.integer({ min: 1, max: 7 }), times)
  .map(([weekday, [starts, length]]) => [weekday, starts, starts + length]);

/** A week that is often open: the same long hours every day, or a dozen odd windows. */
export const week: fc.Arbitrary<WeeklyWindow[]> = fc.oneof(
  fc
    .array(times, { minLength: 1, maxLength: 2 })
    .map((all) =>
      all.flatMap(([starts, length]) =>
        [1, 2, 3, 4, 5, 6, 7].map((weekday): WeeklyWindow => [weekday, starts, starts + length]),
      ),
    ),
  fc.array(weeklyWindow, { maxLength: 12 }),
);

/** A week of staff windows; some nights are written as two windows that meet at midnight. */
export const staffWeek: fc.Arbitrary<WeeklyWindow[]> = fc.oneof(
  week,
  week,
  fc.tuple(grains(60, 132), grains(12, 60)).map(([evening, morning]) =>
    [1, 2, 3, 4, 5, 6, 7].flatMap((weekday): WeeklyWindow[] => [
      [weekday, evening, 1440],
      [weekday, 0, Math.min(morning, evening)],
    ]),
  ),
);

/** A dated span within two days of `date`'s midnight in UTC. */
export const spanNear = (date: string): fc.Arbitrary<Span> =>
  fc.tuple(grains(-288, 432), grains(1, 100)).map(([from, length]) => {
    const begins = at(`${date}T00:00Z`) + from * 60;
    return [begins, begins + length * 60];
  });

/** The time zone and date range of a run, and its "now". */
export const place = fc
  .tuple(fc.constantFrom(...changes), grains(-300, 60))
  .map(([[timezone, date], offset]) => ({
    timezone,
    date,
    from: at(`${date}T00:00Z`) - 86_400,
    until: at(`${date}T00:00Z`) + 2 * 86_400,
    now: (at(`${date}T00:00Z`) + offset * 60) * 1000,
  }));

/** Dates around `date` that may be holidays. */
export const holidaysNear = (date: string) =>
  fc.subarray([-1, 0, 1].map((days) => Temporal.PlainDate.from(date).add({ days }).toString()));
