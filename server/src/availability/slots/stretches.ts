import { type Interval, lastFrom } from "./intervals.ts";
import { DAY_SECONDS, type OffsetSpan } from "./zone-offsets.ts";

/**
 * A period in which a booking may lie. Starts are counted in steps from `anchor`, a local time (seconds, as if UTC),
 * and lie in [from, startsUntil): later starts count from the next stretch's anchor, though a booking may last until
 * `until`. Counting in local time keeps 09:00 at 09:00 after a clock change in the night.
 */
export interface Stretch extends Interval {
  anchor: number;
  startsUntil: number;
}

/** Stretches sorted by start, which may overlap; `reach` is the latest end so far, to stop searching early. */
export interface StretchList {
  items: Stretch[];
  reach: number[];
}

export function stretchList(stretches: readonly Stretch[]): StretchList {
  const items = stretches.toSorted((a, b) => a.from - b.from);
  let latest = -Infinity;
  const reach = items.map((one) => (latest = Math.max(latest, one.until)));
  return { items, reach };
}

/** Whether [from, until) lies in one stretch that also `accepts` it. */
export function someStretch(
  { items, reach }: StretchList,
  from: number,
  until: number,
  accepts: (stretch: Stretch) => boolean = () => true,
): boolean {
  for (let i = lastFrom(items, from); i >= 0 && (reach[i] as number) >= until; i -= 1) {
    const one = items[i] as Stretch;
    if (one.until >= until && accepts(one)) return true;
  }
  return false;
}

/** Whether a booking may begin here, by the steps of the stretch. `offset` is the zone's at that instant. */
export function isStart(
  stretch: Stretch,
  at: number,
  offset: number,
  stepSeconds: number,
): boolean {
  return at < stretch.startsUntil && (at + offset - stretch.anchor) % stepSeconds === 0;
}

/** Every start of a stretch in [from, until), in order. */
function startsOf(
  stretch: Stretch,
  spans: readonly OffsetSpan[],
  stepSeconds: number,
  from: number,
  until: number,
): number[] {
  const starts: number[] = [];
  for (const { from: spanFrom, until: spanUntil, offset } of spans) {
    const earliest = Math.max(stretch.from, from, spanFrom);
    const end = Math.min(stretch.startsUntil, until, spanUntil);
    const behind = (earliest + offset - stretch.anchor) % stepSeconds;
    const wait = behind === 0 ? 0 : behind < 0 ? -behind : stepSeconds - behind;
    for (let at = earliest + wait; at < end; at += stepSeconds) starts.push(at);
  }
  return starts;
}

/** Worked out together: few enough starts, at a one-minute step and for many staff, for a turn of a few milliseconds. */
const PIECE_SECONDS = 2 * 3600;

/** Every start of any of the stretches in [from, until), once and in order, worked out as it is asked for. */
export function* startsInOrder(
  stretches: Iterable<Stretch>,
  spans: readonly OffsetSpan[],
  stepSeconds: number,
  from: number,
  until: number,
): Generator<number> {
  const waiting = [...new Set(stretches)].toSorted((a, b) => b.from - a.from);
  let running: Stretch[] = [];
  for (let at = from; at < until; at += PIECE_SECONDS) {
    const end = Math.min(at + PIECE_SECONDS, until);
    while ((waiting.at(-1)?.from ?? until) < end) running.push(waiting.pop() as Stretch);
    running = running.filter((one) => one.startsUntil > at);
    const starts = new Set(running.flatMap((one) => startsOf(one, spans, stepSeconds, at, end)));
    yield* [...starts].toSorted((a, b) => a - b);
  }
}

/** How far around a window of starts the calendar is expanded: whole local days on both sides. */
export const MARGIN_SECONDS = 2 * DAY_SECONDS;
