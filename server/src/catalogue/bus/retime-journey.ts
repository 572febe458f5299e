import { sql } from "kysely";
import { conflict } from "../../base/problem.ts";
import type { Key } from "../../business/editable.ts";
import type { Tx } from "../../db/connection.ts";
import { nextTimetable, touchesWay, type TimetableRow } from "./next-timetable.ts";
import { lockSoldSeats } from "./sold-seats.ts";
import {
  dropUnusedTimetables,
  findTimetable,
  insertTimetable,
  type Timetable,
} from "./timetables.ts";
import { refusedForWay } from "./touched-seats.ts";

/**
 * Gives a journey another list of stops. New trips are made with it; upcoming trips follow, sold or not, and their
 * passengers are told the new times. Trips with their own list, and those that have left or would have left by the
 * new times, stay as they are.
 *
 * @param after the new stops; their positions are ignored
 * @throws Problem conflict, listing the bookings, where a stop is added to or removed from a segment that is sold
 */
export async function retimeJourney(
  tx: Tx,
  { businessId, id: journeyId }: Key,
  after: readonly TimetableRow[],
): Promise<void> {
  const current = await findTimetable(tx, businessId, { current: journeyId });
  if (!current) {
    await insertTimetable(tx, businessId, {
      journeyId,
      isCurrent: true,
      retired: [],
      rows: [...after],
    });
    return;
  }
  const next = followingTimetable(current, after);
  if (!next) return;
  const trips = await followingTrips(tx, businessId, current, next.rows);
  const sold = await lockSoldSeats(tx, businessId, trips);
  const touched = sold.filter((seat) => touchesWay(current.rows, next.rows, seat));
  if (touched.length > 0) throw refusedForWay(touched);
  const id = await insertTimetable(tx, businessId, next);
  await sql`
    update trips set timetable_id = ${id}
    where business_id = ${businessId} and id = any (${trips}::uuid[]) and timetable_id = ${current.id}`.execute(
    tx,
  );
  await dropUnusedTimetables(tx, businessId, [journeyId]);
}

/**
 * Returns the timetable that replaces this one; undefined when nothing changes.
 *
 * @throws Problem conflict when no position is left because too many stops were added at one place
 */
export function followingTimetable(
  before: Timetable,
  after: readonly TimetableRow[],
): Omit<Timetable, "id"> | undefined {
  const rows = nextTimetable(before.rows, after, new Set(before.retired));
  if (!rows) {
    throw conflict(
      "أُضيفت محطات كثيرة في هذا الموضع؛ أنشئ مسارًا جديدًا بهذه المحطات.",
      "Too many stops have been added at this position; create a new journey with these stops.",
      "/stops",
    );
  }
  if (JSON.stringify(rows.map(valuesOf)) === JSON.stringify(before.rows.map(valuesOf))) {
    return undefined;
  }
  const used = new Set(rows.map((row) => row.position));
  const gone = before.rows.map((row) => row.position).filter((position) => !used.has(position));
  const { journeyId, isCurrent, retired } = before;
  return { journeyId, isCurrent, retired: [...retired, ...gone], rows };
}

function valuesOf(row: TimetableRow) {
  const { position, stop_id, arrives_seconds, departs_seconds, boundary_seconds } = row;
  const { boards, alights } = row;
  return [position, stop_id, arrives_seconds, departs_seconds, boundary_seconds, boards, alights];
}

async function followingTrips(
  tx: Tx,
  businessId: string,
  current: Timetable,
  after: readonly TimetableRow[],
): Promise<string[]> {
  const first = Math.min(
    ...[...current.rows, ...after].map(({ departs_seconds }) => departs_seconds),
  );
  const { rows } = await sql<{ id: string }>`
    select id from trips where business_id = ${businessId} and timetable_id = ${current.id}
      and origin_at + make_interval(secs => ${first}) > app_now()`.execute(tx);
  return rows.map((row) => row.id);
}
