import { noteAction } from "../audit/note-action.ts";
import { invalidAt } from "../base/problem.ts";
import { daysBetween } from "../base/time.ts";
import { journeys, type Journey } from "../catalogue/bus/journeys.ts";
import { serviceSeconds } from "../catalogue/bus/service-time.ts";
import type { Tx } from "../db/connection.ts";
import { makeTrips } from "./make-trips.ts";

/** One year ahead, leap years included. */
const DAYS_MAX = 366;
/** About a second of work; longer ranges take several requests. */
const TRIPS_MAX = 20_000;

/**
 * Puts a journey's trips on sale: makes those its calendar has between two dates, both included. Existing trips stay
 * as they are.
 *
 * @returns how many were made
 * @throws Problem invalid-request for a journey of another business, or dates that are reversed or too many
 */
export async function openTrips(
  tx: Tx,
  asked: { businessId: string; journeyId: string; from: string; to: string },
): Promise<{ made: number }> {
  const { businessId, journeyId, from, to } = asked;
  const [journey] = await journeys.read(tx, businessId, { id: journeyId });
  if (!journey) {
    throw invalidAt("/journeyId", "ليس في منشأتك.", "Your business has no such journey.");
  }
  const days = daysBetween(from, to) + 1;
  if (days < 1 || days > DAYS_MAX || days * departuresADay(journey) > TRIPS_MAX) {
    throw invalidAt(
      "/to",
      `من يوم البداية إلى ${DAYS_MAX} يومًا، و${TRIPS_MAX} رحلة على الأكثر.`,
      `Must be on or after the first day, at most ${DAYS_MAX} days and ${TRIPS_MAX} trips.`,
    );
  }
  const made = await makeTrips(tx, { businessId, journeyId, from, days });
  await noteAction(tx, {
    businessId,
    action: "journey.tripsOpened",
    subjectKind: "journey",
    subjectId: journeyId,
    after: { from, to, made },
  });
  return { made };
}

function departuresADay({ frequencies }: Journey): number {
  const departures = frequencies.map(({ start, end, headwaySeconds }) =>
    Math.ceil((serviceSeconds(end) - serviceSeconds(start)) / headwaySeconds),
  );
  return Math.max(
    1,
    departures.reduce((sum, one) => sum + one, 0),
  );
}
