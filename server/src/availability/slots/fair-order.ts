import { type Interval, secondsWithin } from "./intervals.ts";
import { wallIntervals } from "./wall-clock.ts";
import { DAY_SECONDS, type OffsetSpan } from "./zone-offsets.ts";

type Unit = { id: string; busy: readonly Interval[] };

/**
 * The order in which "any of them" is tried on a local day (by its number): those with the least work that day first.
 * Ties rotate by one place a day, so that nobody is always first, and stay fixed within the day, so that the same
 * question gets the same answer. Each day is computed once.
 */
export function fairOrder<U extends Unit>(
  units: readonly U[],
  spans: readonly OffsetSpan[],
): (day: number) => readonly U[] {
  if (units.length < 2) return () => units;
  const byId = units.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const days = new Map<number, U[]>();
  return (day) => {
    const known = days.get(day);
    if (known) return known;
    const hours = wallIntervals(spans, day * DAY_SECONDS, (day + 1) * DAY_SECONDS);
    const busy = (unit: U) =>
      hours.reduce((sum, { from, until }) => sum + secondsWithin(unit.busy, from, until), 0);
    const order = byId
      .map((unit, place) => ({ unit, busy: busy(unit), turn: (place + day) % byId.length }))
      .sort((a, b) => a.busy - b.busy || a.turn - b.turn)
      .map(({ unit }) => unit);
    days.set(day, order);
    return order;
  };
}
