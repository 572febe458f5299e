/** Half-open, [from, until), in whole epoch seconds. Lists are sorted and disjoint unless said otherwise. */
export interface Interval {
  from: number;
  until: number;
}

/** Sorts intervals, joining those that touch or overlap. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.toSorted((a, b) => a.from - b.from);
  const joined: Interval[] = [];
  for (const { from, until } of sorted) {
    const last = joined.at(-1);
    if (last && from <= last.until) last.until = Math.max(last.until, until);
    else joined.push({ from, until });
  }
  return joined;
}

/** Subtracts the second list from the first. */
export function subtract(list: readonly Interval[], cuts: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let first = 0;
  for (const { from, until } of list) {
    while (first < cuts.length && (cuts[first] as Interval).until <= from) first += 1;
    let at = from;
    for (let i = first; i < cuts.length; i += 1) {
      const cut = cuts[i] as Interval;
      if (cut.from >= until) break;
      if (cut.from > at) left.push({ from: at, until: cut.from });
      at = Math.max(at, cut.until);
    }
    if (at < until) left.push({ from: at, until });
  }
  return left;
}

/** Index of the last interval that begins at or before an instant; -1 if none does. */
export function lastFrom(list: readonly Interval[], at: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as Interval).from <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Whether anything in the list shares an instant with [from, until). */
export function overlaps(list: readonly Interval[], from: number, until: number): boolean {
  const before = list[lastFrom(list, from)];
  if (before && before.until > from) return true;
  const after = list[lastFrom(list, from) + 1];
  return after !== undefined && after.from < until;
}

/** Whether one interval of the list contains all of [from, until). */
export function covers(list: readonly Interval[], from: number, until: number): boolean {
  const around = list[lastFrom(list, from)];
  return around !== undefined && around.until >= until;
}

/** How many seconds of [from, until) the list covers. */
export function secondsWithin(list: readonly Interval[], from: number, until: number): number {
  let seconds = 0;
  for (let i = Math.max(0, lastFrom(list, from)); i < list.length; i += 1) {
    const one = list[i] as Interval;
    if (one.from >= until) break;
    seconds += Math.max(0, Math.min(one.until, until) - Math.max(one.from, from));
  }
  return seconds;
}
