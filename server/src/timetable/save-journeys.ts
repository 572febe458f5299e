import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";
import { dropUnsoldTrips, findClaimedJourneys, findJourneysWithTrips } from "./unsold-trips.ts";
import { journeyDifference, readJourneysByCode, type StoredJourney } from "./stored-journeys.ts";
import type { Tally } from "./tally.ts";
import { writeCalls, writeJourneys } from "./write-journeys.ts";

type Journey = StoredJourney & { id: string };

export interface SavedJourneys {
  tally: Tally;
  /** Codes of changed journeys left as they were, because seats of them are claimed at the old times. */
  kept: string[];
  /** Codes of all journeys that were there before. */
  before: Map<string, Journey>;
  tripsDropped: number;
}

/**
 * Stores an operator's journeys. Where the times of one change, its upcoming trips nobody booked are taken
 * back, to be made anew; if somebody booked one, the whole journey stays as it was, for a claim is cut at the
 * times it was sold with, and a seat cut at other times could be sold twice.
 */
export async function saveJourneys(
  tx: Tx,
  businessId: string,
  journeys: readonly StoredJourney[],
): Promise<SavedJourneys> {
  const before = await readJourneysByCode(tx, businessId);
  const added: Journey[] = [];
  const changed: Journey[] = [];
  const retimed: Journey[] = [];
  for (const journey of journeys) {
    const old = before.get(journey.code);
    const difference = old && journeyDifference(old, journey);
    if (!old) added.push({ ...journey, id: newId() });
    else if (difference === "times") retimed.push({ ...journey, id: old.id });
    else if (difference === "other") changed.push({ ...journey, id: old.id });
  }
  const { free, kept, tripsDropped } = await clearTrips(tx, businessId, retimed);
  await writeJourneys(tx, businessId, [...added, ...changed, ...free]);
  await writeCalls(tx, businessId, [...added, ...free]);
  return {
    tally: { added: added.length, changed: changed.length + free.length },
    kept: kept.map((one) => one.code),
    before,
    tripsDropped,
  };
}

/** Takes the upcoming trips of journeys back where all of them can be. */
async function clearTrips(tx: Tx, businessId: string, journeys: readonly Journey[]) {
  const ids = journeys.map((one) => one.id);
  const sold = await findClaimedJourneys(tx, businessId, ids);
  const journeyIds = ids.filter((id) => !sold.has(id));
  // The units are locked and dropped first, then looked at again: whoever books in between waits on the unit's
  // row and finds it gone, instead of claiming it at the old times.
  const tripsDropped = await dropUnsoldTrips(tx, businessId, { journeyIds });
  const left = await findJourneysWithTrips(tx, businessId, journeyIds);
  const isFree = (one: Journey) => !sold.has(one.id) && !left.has(one.id);
  return {
    free: journeys.filter((one) => isFree(one)),
    kept: journeys.filter((one) => !isFree(one)),
    tripsDropped,
  };
}
