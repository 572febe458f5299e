import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";
import { followTimetables } from "./follow-timetables.ts";
import { dropUnsoldTrips } from "./unsold-trips.ts";
import {
  journeyDifference,
  readJourneysByCode,
  type KnownJourney,
  type StoredJourney,
} from "./stored-journeys.ts";
import type { Tally } from "./tally.ts";
import { writeJourneys } from "./write-journeys.ts";
import { writeTimetables } from "./write-timetables.ts";

type Journey = StoredJourney & { id: string };

export interface SavedJourneys {
  tally: Tally;
  /** Codes of changed journeys of which a trip keeps its old stops, because seats are sold over them. */
  kept: string[];
  /** Codes of all journeys that were there before. */
  before: Map<string, KnownJourney>;
  tripsDropped: number;
  /** Trips with seats sold that follow the new times; those who bought are told. */
  tripsRetimed: number;
}

/**
 * Stores an operator's journeys. Where the stops of one change, its upcoming trips nobody booked are taken back, to be
 * made anew; those with seats sold follow the new times, as a trip edited by hand does. Where a stop was added or taken
 * away that seats are sold over, the trip keeps the stops it has.
 */
export async function saveJourneys(
  tx: Tx,
  businessId: string,
  journeys: readonly StoredJourney[],
): Promise<SavedJourneys> {
  const before = await readJourneysByCode(tx, businessId);
  const added: Journey[] = [];
  const changed: Journey[] = [];
  const retimed: { old: KnownJourney; journey: Journey }[] = [];
  for (const journey of journeys) {
    const old = before.get(journey.code);
    const difference = old && journeyDifference(old, journey);
    if (!old) added.push({ ...journey, id: newId() });
    else if (difference === "times") retimed.push({ old, journey: { ...journey, id: old.id } });
    else if (difference === "other") changed.push({ ...journey, id: old.id });
  }
  const anew = retimed.map((one) => one.journey);
  await writeJourneys(tx, businessId, [...added, ...changed, ...anew]);
  const replaced = await writeTimetables(tx, businessId, added, retimed);
  const journeyIds = anew.map((one) => one.id);
  const tripsDropped = await dropUnsoldTrips(tx, businessId, { journeyIds });
  const { kept, tripsRetimed } = await followTimetables(tx, businessId, replaced);
  return {
    tally: { added: added.length, changed: changed.length + anew.length },
    kept,
    before,
    tripsDropped,
    tripsRetimed,
  };
}
