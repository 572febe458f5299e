import type { BusinessHours } from "./business-hours.ts";
import { type Interval, lastFrom, union } from "./intervals.ts";
import { type Stretch, type StretchList, stretchList } from "./stretches.ts";
import { expandWeekly, type Occurrence, type WeeklyWindow } from "./wall-clock.ts";
import { DAY_SECONDS, offsetAt, type OffsetSpan } from "./zone-offsets.ts";

/** When a staff member works, and when the location is open during that. */
export interface StaffStretches {
  /** Their own windows and openings; undefined when they have none and follow business hours. */
  own: StretchList | undefined;
  /** A booking must lie within these. */
  bookable: StretchList;
}

/**
 * A booking lies in one window. Two windows that touch during the day are separate; a night written as two windows,
 * until 24:00 and from 00:00, is one, as with opening hours. A one-off opening adds a window and merges with the
 * windows it touches, as "two hours longer on Thursday" implies. Steps are counted from the start of a window, or
 * from opening time if that is later; breaks and time off do not shift them.
 *
 * `joined_windows()` in the database implements the same rule for what is sold.
 */
export function staffStretches(
  spans: readonly OffsetSpan[],
  hours: BusinessHours,
  staff: { scheduled: boolean; windows: readonly WeeklyWindow[]; openings: readonly Interval[] },
  from: number,
  until: number,
): StaffStretches {
  if (!staff.scheduled) return { own: undefined, bookable: stretchList(hours.stretches) };
  const windows = joinedAtMidnight(expandWeekly(spans, staff.windows, from, until));
  const own = [...windows, ...openingStretches(spans, windows, staff.openings)];
  return {
    own: stretchList(own),
    bookable: stretchList(own.flatMap((stretch) => within(spans, stretch, hours.open))),
  };
}

/** One stretch per window; a booking may last until the end of the windows it joins at midnight. */
function joinedAtMidnight(windows: readonly Occurrence[]): Stretch[] {
  const nights = new Map<number, Occurrence[]>();
  const groups = new Set<Occurrence[]>();
  for (const one of windows.toSorted((a, b) => a.anchor - b.anchor)) {
    const midnights = [one.anchor, one.ends].filter((wall) => wall % DAY_SECONDS === 0);
    const known = midnights.map((wall) => nights.get(wall)).find((group) => group !== undefined);
    const group = known ?? [];
    group.push(one);
    groups.add(group);
    for (const wall of midnights) nights.set(wall, group);
  }
  return [...groups].flatMap((group) => {
    const joined = union(group);
    return group.map(({ from, until, anchor }) => ({
      from,
      until: joined[lastFrom(joined, from)]?.until ?? until,
      startsUntil: until,
      anchor,
    }));
  });
}

function openingStretches(
  spans: readonly OffsetSpan[],
  windows: readonly Stretch[],
  openings: readonly Interval[],
): Stretch[] {
  const touched = windows.filter((window) =>
    openings.some((opening) => opening.from <= window.until && opening.until >= window.from),
  );
  return union([...openings, ...touched]).map(({ from, until }) => ({
    from,
    until,
    startsUntil: until,
    anchor: from + offsetAt(spans, from),
  }));
}

function within(
  spans: readonly OffsetSpan[],
  stretch: Stretch,
  open: readonly Interval[],
): Stretch[] {
  const parts: Stretch[] = [];
  for (let i = Math.max(0, lastFrom(open, stretch.from)); i < open.length; i += 1) {
    const hours = open[i] as Interval;
    if (hours.from >= stretch.until) break;
    const from = Math.max(stretch.from, hours.from);
    const until = Math.min(stretch.until, hours.until);
    const startsUntil = Math.min(stretch.startsUntil, until);
    if (from >= startsUntil) continue;
    const anchor = from > stretch.from ? from + offsetAt(spans, from) : stretch.anchor;
    parts.push({ from, until, startsUntil, anchor });
  }
  return parts;
}
