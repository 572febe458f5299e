/** One stop of a timetable, as its row is stored. Seconds count from the origin of the trip. */
export interface TimetableRow {
  /** Seat claims refer to it: ascending, with gaps, and never reused for another stop. */
  position: number;
  stop_id: string;
  arrives_seconds: number;
  departs_seconds: number;
  /** Strictly increasing, even where two stops share a minute. */
  boundary_seconds: number;
  boards: boolean;
  alights: boolean;
}

/** The part of the trip that a seat is sold for. */
export type Way = { fromPosition: number; toPosition: number };

/** Positions leave this gap so that stops can be added in between. */
export const POSITION_STEP = 1000;

/**
 * Gives the new list of stops its positions: a stop that stays keeps its own, a new stop gets an unused one between
 * its neighbours'.
 *
 * @param before in order
 * @param after in order; their positions do not count
 * @param retired positions that earlier timetables of the same trips used, which no other stop may get
 * @returns undefined when there is no room left between two stops
 */
export function nextTimetable(
  before: readonly TimetableRow[],
  after: readonly TimetableRow[],
  retired: ReadonlySet<number> = new Set(),
): TimetableRow[] | undefined {
  const kept = keptPositions(before, after);
  const rows: TimetableRow[] = [];
  let left = 0;
  for (let index = 0; index < after.length;) {
    const position = kept[index];
    if (position !== undefined) {
      rows.push({ ...(after[index] as TimetableRow), position });
      left = position;
      index += 1;
      continue;
    }
    let end = index;
    while (end < after.length && kept[end] === undefined) end += 1;
    const between = positionsBetween(left, kept[end], end - index, retired);
    if (!between) return undefined;
    for (const own of between) {
      rows.push({ ...(after[index] as TimetableRow), position: own });
      index += 1;
    }
    left = between.at(-1) ?? left;
  }
  return rows;
}

/** Whether the change affects a passenger on this segment: its stops, or boarding and alighting at its ends. */
export function touchesWay(
  before: readonly TimetableRow[],
  after: readonly TimetableRow[],
  { fromPosition, toPosition }: Way,
): boolean {
  const stopsOf = (rows: readonly TimetableRow[]) =>
    rows
      .filter(({ position }) => position >= fromPosition && position <= toPosition)
      .map(({ position, stop_id }) => `${position} ${stop_id}`)
      .join();
  const at = (position: number) => after.find((row) => row.position === position);
  return (
    stopsOf(before) !== stopsOf(after) ||
    at(fromPosition)?.boards !== true ||
    at(toPosition)?.alights !== true
  );
}

/**
 * Returns, for each new stop, the position of the same stop before, following the longest common subsequence of
 * stops.
 */
function keptPositions(
  before: readonly TimetableRow[],
  after: readonly TimetableRow[],
): (number | undefined)[] {
  // longest[i][j]: how many stops before[i…] and after[j…] have in common, in order.
  const longest = Array.from({ length: before.length + 1 }, () =>
    Array.from({ length: after.length + 1 }, () => 0),
  );
  const common = (i: number, j: number) => longest[i]?.[j] ?? 0;
  const isSame = (i: number, j: number) => before[i]?.stop_id === after[j]?.stop_id;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      (longest[i] as number[])[j] = isSame(i, j)
        ? 1 + common(i + 1, j + 1)
        : Math.max(common(i + 1, j), common(i, j + 1));
    }
  }
  const kept: (number | undefined)[] = [];
  let i = 0;
  for (let j = 0; j < after.length; j += 1) {
    while (i < before.length && !isSame(i, j) && common(i + 1, j) >= common(i, j + 1)) i += 1;
    if (i < before.length && isSame(i, j)) {
      kept.push(before[i]?.position);
      i += 1;
    } else kept.push(undefined);
  }
  return kept;
}

/** Returns `count` positions between `left` and `right`, evenly spaced; after the last stop there is always room. */
function positionsBetween(
  left: number,
  right: number | undefined,
  count: number,
  retired: ReadonlySet<number>,
): number[] | undefined {
  if (right === undefined) {
    const start = Math.max(left, ...retired);
    return Array.from({ length: count }, (_, n) => start + (n + 1) * POSITION_STEP);
  }
  const free: number[] = [];
  for (let position = left + 1; position < right; position += 1) {
    if (!retired.has(position)) free.push(position);
  }
  if (free.length < count) return undefined;
  const step = (free.length + 1) / (count + 1);
  return Array.from({ length: count }, (_, n) => free[Math.floor((n + 1) * step) - 1] as number);
}
