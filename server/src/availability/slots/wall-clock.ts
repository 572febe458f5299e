import type { Interval } from "./intervals.ts";
import { DAY_SECONDS, localDay, type OffsetSpan, weekdayOfDay } from "./zone-offsets.ts";

/**
 * Weekday (ISO, 1 Monday … 7 Sunday) and minutes since that day's local midnight. An end beyond 1440 lies
 * on the next day: 22:00–02:00 is [weekday, 1320, 1560].
 */
export type WeeklyWindow = readonly [weekday: number, startsMinute: number, endsMinute: number];

/** One occurrence of a window, with its nominal local start (seconds, as if UTC). */
export interface Occurrence extends Interval {
  anchor: number;
  /** Its nominal local end. */
  ends: number;
  /** Number of the local day the window belongs to, also for the part after midnight. */
  day: number;
}

/**
 * The instants at which a local clock shows a time in [wallFrom, wallUntil) (seconds, as if UTC). A part the clock
 * skips has no instants; a part it shows twice has both, which may give two intervals for one window.
 */
export function wallIntervals(
  spans: readonly OffsetSpan[],
  wallFrom: number,
  wallUntil: number,
): Interval[] {
  const pieces: Interval[] = [];
  for (const span of spans) {
    const from = Math.max(wallFrom - span.offset, span.from);
    const until = Math.min(wallUntil - span.offset, span.until);
    if (from >= until) continue;
    const last = pieces.at(-1);
    if (last?.until === from) last.until = until;
    else pieces.push({ from, until });
  }
  return pieces;
}

/**
 * Every occurrence of weekly windows that reaches into [from, until), sorted by start and not clipped to it. Windows
 * that overlap give occurrences that overlap.
 */
export function expandWeekly(
  spans: readonly OffsetSpan[],
  windows: readonly WeeklyWindow[],
  from: number,
  until: number,
): Occurrence[] {
  const occurrences: Occurrence[] = [];
  // A window belongs to the day it begins on and may last until the end of the next.
  const last = localDay(spans, until) + 1;
  for (let day = localDay(spans, from) - 2; day <= last; day += 1) {
    const weekday = weekdayOfDay(day);
    for (const [on, startsMinute, endsMinute] of windows) {
      if (on !== weekday) continue;
      const anchor = day * DAY_SECONDS + startsMinute * 60;
      const ends = day * DAY_SECONDS + endsMinute * 60;
      for (const piece of wallIntervals(spans, anchor, ends)) {
        if (piece.until <= from || piece.from >= until) continue;
        occurrences.push({ from: piece.from, until: piece.until, anchor, ends, day });
      }
    }
  }
  return occurrences.toSorted((a, b) => a.from - b.from);
}

/** Whole local days, by number, as the instants they consist of. */
export function expandDays(spans: readonly OffsetSpan[], days: readonly number[]): Interval[] {
  return days
    .toSorted((a, b) => a - b)
    .flatMap((day) => wallIntervals(spans, day * DAY_SECONDS, (day + 1) * DAY_SECONDS));
}
