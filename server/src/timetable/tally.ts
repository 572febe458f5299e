/** What one import did to one kind of row. */
export type Tally = { added: number; changed: number };

/** The parts of an import that are reported. */
export type ImportCounts = Record<
  "operators" | "stops" | "vehicles" | "routes" | "calendars" | "journeys" | "fares",
  Tally
> & {
  /** Journeys no longer in the feed, which are retired. */
  retired: number;
  /** Changed journeys with a trip that keeps its old stops because seats are sold over them. */
  kept: number;
  /** Trips with sold seats that follow new times. */
  tripsRetimed: number;
  /** Unsold trips removed because the timetable no longer has them, or has them at another time. */
  tripsDropped: number;
  tripsAdded: number;
};

export function noCounts(): ImportCounts {
  const none = (): Tally => ({ added: 0, changed: 0 });
  return {
    operators: none(),
    stops: none(),
    vehicles: none(),
    routes: none(),
    calendars: none(),
    journeys: none(),
    fares: none(),
    retired: 0,
    kept: 0,
    tripsRetimed: 0,
    tripsDropped: 0,
    tripsAdded: 0,
  };
}

/** Counts the rows of an update and of the insert that follows it. */
export function tallyOf(
  updated: { numAffectedRows?: bigint },
  inserted: { numAffectedRows?: bigint },
): Tally {
  return {
    added: Number(inserted.numAffectedRows ?? 0),
    changed: Number(updated.numAffectedRows ?? 0),
  };
}

export function addTally(total: Tally, part: Tally): void {
  total.added += part.added;
  total.changed += part.changed;
}

/** Adds one operator's counts to the whole import's. */
export function addCounts(total: ImportCounts, part: ImportCounts): void {
  for (const name of Object.keys(total) as (keyof ImportCounts)[]) addOne(total, part, name);
}

function addOne(total: ImportCounts, part: ImportCounts, name: keyof ImportCounts): void {
  const [sum, more] = [total[name], part[name]];
  if (typeof sum === "number" || typeof more === "number") {
    Object.assign(total, { [name]: Number(sum) + Number(more) });
  } else {
    addTally(sum, more);
  }
}
