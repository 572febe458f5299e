import { invalid, type FieldError } from "../base/problem.ts";
import { text } from "../base/text.ts";

/** A period of a weekday as people write it: an end that is not after the start lies on the next day. */
export type WeekWindow = {
  /** 1 Monday … 7 Sunday */
  weekday: number;
  /** "HH:MM", 00:00–23:59 */
  start: string;
  /** "HH:MM", 00:01–24:00 */
  end: string;
};

/** The same in minutes since local midnight; an end beyond 1440 lies on the next day. */
export type WeekMinutes = { weekday: number; starts_minute: number; ends_minute: number };

const DAY = 1440;
const WEEK = 7 * DAY;

/** "09:30" → 570. The shape has been checked. */
export function minuteOf(wall: string): number {
  const [hour = 0, minute = 0] = wall.split(":").map(Number);
  return hour * 60 + minute;
}

/** 570 → "09:30"; 1440 → "24:00"; beyond that the time on the next day. */
export function wallOf(minute: number): string {
  const shown = minute > DAY ? minute - DAY : minute;
  return `${String(Math.floor(shown / 60)).padStart(2, "0")}:${String(shown % 60).padStart(2, "0")}`;
}

export function toMinutes({ weekday, start, end }: WeekWindow): WeekMinutes {
  const starts = minuteOf(start);
  const ends = minuteOf(end);
  return { weekday, starts_minute: starts, ends_minute: ends > starts ? ends : ends + DAY };
}

export function toWindow({ weekday, starts_minute, ends_minute }: WeekMinutes): WeekWindow {
  return { weekday, start: wallOf(starts_minute), end: wallOf(ends_minute) };
}

/**
 * Refuses windows that overlap, also across midnight and from Sunday into Monday. Touching is not overlapping;
 * inactive windows are ignored.
 *
 * @param pointer of the list: "/hours"
 * @throws Problem invalid-request at the later window of each overlapping pair
 */
export function assertApart(
  windows: readonly (WeekMinutes & { active?: boolean })[],
  pointer: string,
): void {
  const ranges = windows
    .flatMap(({ active = true, ...one }, index) => {
      const from = (one.weekday - 1) * DAY + one.starts_minute;
      return active ? [{ from, until: from + one.ends_minute - one.starts_minute, index }] : [];
    })
    .toSorted((a, b) => a.from - b.from);
  const first = ranges[0];
  if (!first) return;
  const errors: FieldError[] = [];
  // Monday follows Sunday.
  for (const [at, one] of ranges.entries()) {
    const next = ranges[at + 1] ?? { ...first, from: first.from + WEEK };
    if (ranges.length > 1 && one.until > next.from) {
      const later = Math.max(one.index, next.index);
      errors.push({ pointer: `${pointer}/${later}`, detail: overlapping });
    }
  }
  if (errors.length > 0) throw invalid(errors);
}

const overlapping = text(
  "تتداخل هذه الفترة مع أخرى؛ ادمجهما أو باعد بينهما.",
  "This overlaps another window; merge them or set them apart.",
);
