import { type Interval, lastFrom, subtract, union } from "./intervals.ts";
import type { Stretch } from "./stretches.ts";
import { expandDays, expandWeekly, type WeeklyWindow } from "./wall-clock.ts";
import { dayNumber, type OffsetSpan } from "./zone-offsets.ts";

/** When a location is open, within and slightly around the range it was expanded for. */
export interface BusinessHours {
  /** Ignoring holidays; joined where hours touch. */
  usual: Interval[];
  /** The hours that holidays leave open. */
  open: Interval[];
  /** The same as stretches, one per row of hours: "at opening time" is counted from these. */
  stretches: Stretch[];
}

const ALWAYS: readonly WeeklyWindow[] = [1, 2, 3, 4, 5, 6, 7].map(
  (weekday) => [weekday, 0, 1440] as const,
);

/**
 * A location without hours is always open. On a holiday it is closed for that local date, including the small hours
 * that belong to the evening before, and hours that begin on it do not open.
 */
export function businessHours(
  spans: readonly OffsetSpan[],
  hours: readonly WeeklyWindow[],
  holidays: readonly string[],
  from: number,
  until: number,
): BusinessHours {
  const closedDays = holidays.map(dayNumber);
  const closed = new Set(closedDays);
  const rows = expandWeekly(spans, hours.length > 0 ? hours : ALWAYS, from, until);
  const holidayTime = union(expandDays(spans, closedDays));
  const pieces = rows
    .filter((row) => !closed.has(row.day))
    .flatMap((row) =>
      subtract([row], holidayTime).map((piece) => ({ ...piece, anchor: row.anchor })),
    );
  const open = union(pieces);
  const stretches = pieces.map(({ anchor, ...piece }) => ({
    from: piece.from,
    until: open[lastFrom(open, piece.from)]?.until ?? piece.until,
    startsUntil: piece.until,
    anchor,
  }));
  return { usual: union(rows), open, stretches };
}
