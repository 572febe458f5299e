import { sql } from "kysely";
import { touchesWay, type TimetableRow } from "../catalogue/bus/next-timetable.ts";
import { lockSoldSeats } from "../catalogue/bus/sold-seats.ts";
import { dropUnusedTimetables } from "../catalogue/bus/timetables.ts";
import type { Tx } from "../db/connection.ts";
import { rowsIn } from "./rows-in.ts";
import type { ReplacedTimetable } from "./write-timetables.ts";

/**
 * Moves upcoming trips from a replaced timetable to the new one: seats stay sold and their passengers are told. Trips
 * with seats sold over a stop that was added or removed keep their old stops.
 *
 * @returns codes of the journeys that have such trips, and how many trips were moved
 */
export async function followTimetables(
  tx: Tx,
  businessId: string,
  replaced: readonly ReplacedTimetable[],
): Promise<{ kept: string[]; tripsRetimed: number }> {
  if (replaced.length === 0) return { kept: [], tripsRetimed: 0 };
  const of = new Map(replaced.map((one) => [one.before.id, one]));
  const trips = await comingTrips(tx, businessId, replaced);
  const sold = await lockSoldSeats(
    tx,
    businessId,
    trips.map((trip) => trip.id),
  );
  const soldOn = Map.groupBy(sold, (seat) => seat.tripId);
  const kept = new Set<string>();
  const moves = trips.flatMap((trip) => {
    const { code, before, after, isElsewhere } = of.get(trip.timetableId)!;
    const seats = soldOn.get(trip.id) ?? [];
    const isTouched = seats.some((seat) => touchesWay(before.rows, after.rows, seat));
    if (isElsewhere || isTouched) {
      kept.add(code);
      return [];
    }
    return [{ id: trip.id, timetable: after.id }];
  });
  const moved = await sql`
    update trips t set timetable_id = r.timetable from ${rowsIn(moves, "id uuid, timetable uuid")}
    where t.business_id = ${businessId} and t.id = r.id`.execute(tx);
  await dropUnusedTimetables(
    tx,
    businessId,
    replaced.map((one) => one.journeyId),
  );
  return { kept: [...kept], tripsRetimed: Number(moved.numAffectedRows ?? 0) };
}

/** Leaves out trips that have left, or would have left by the new times. */
async function comingTrips(
  tx: Tx,
  businessId: string,
  replaced: readonly ReplacedTimetable[],
): Promise<{ id: string; timetableId: string }[]> {
  const firstOf = (rows: readonly TimetableRow[]) =>
    Math.min(...rows.map((row) => row.departs_seconds));
  const wanted = replaced.map(({ before, after }) => ({
    timetable: before.id,
    first: Math.min(firstOf(before.rows), firstOf(after.rows)),
  }));
  const { rows } = await sql<{ id: string; timetableId: string }>`
    select t.id, t.timetable_id as "timetableId" from trips t
    join ${rowsIn(wanted, "timetable uuid, first int")} on r.timetable = t.timetable_id
    where t.business_id = ${businessId} and t.origin_at + make_interval(secs => r.first) > app_now()
    order by t.id`.execute(tx);
  return rows;
}
