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
  /** Codes of changed journeys with a trip that keeps its old stops because seats are sold over them. */
  kept: string[];
  /** Codes of all journeys that existed before. */
  before: Map<string, KnownJourney>;
  tripsDropped: number;
  /** Trips with sold seats that follow the new times; their passengers are told. */
  tripsRetimed: number;
}

/**
 * Stores an operator's journeys. When a journey's stops change, its upcoming unbooked trips are removed, to be made
 * again; trips with sold seats follow the new times, as a trip edited by hand does. A trip with seats sold over an
 * added or removed stop keeps its stops.
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
