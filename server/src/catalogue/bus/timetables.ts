import { sql } from "kysely";
import { newId } from "../../base/id.ts";
import type { Tx } from "../../db/connection.ts";
import type { TimetableRow } from "./next-timetable.ts";

/** A list of stops that never changes, with which a journey makes its trips, or once did. */
export interface Timetable {
  id: string;
  journeyId: string;
  isCurrent: boolean;
  /** Positions that earlier timetables used for stops that are gone. */
  retired: number[];
  /** In travel order. */
  rows: TimetableRow[];
}

type Which = { current: string } | { id: string };

/** Returns undefined for a journey without stops, which exists only within an open transaction. */
export async function findTimetable(
  tx: Tx,
  businessId: string,
  which: Which,
): Promise<Timetable | undefined> {
  const chosen =
    "id" in which ? sql`y.id = ${which.id}` : sql`y.journey_id = ${which.current} and y.is_current`;
  const { rows } = await sql<Timetable>`
    select y.id, y.journey_id as "journeyId", y.is_current as "isCurrent", y.retired_positions as retired,
      jsonb_agg(jsonb_build_object('position', s.position, 'stop_id', s.stop_id, 'arrives_seconds', s.arrives_seconds,
        'departs_seconds', s.departs_seconds, 'boundary_seconds', s.boundary_seconds, 'boards', s.boards,
        'alights', s.alights) order by s.position) as rows
    from timetables y
    join timetable_stops s on s.business_id = y.business_id and s.timetable_id = y.id
    where y.business_id = ${businessId} and ${chosen}
    group by y.business_id, y.id`.execute(tx);
  return rows[0];
}

/** @returns the new timetable's id; if it is to be current, the one that was current no longer is */
export async function insertTimetable(
  tx: Tx,
  businessId: string,
  timetable: Omit<Timetable, "id">,
): Promise<string> {
  const id = newId();
  if (timetable.isCurrent) {
    await tx
      .updateTable("timetables")
      .set({ is_current: false })
      .where("business_id", "=", businessId)
      .where("journey_id", "=", timetable.journeyId)
      .where("is_current", "=", true)
      .execute();
  }
  await tx
    .insertInto("timetables")
    .values({
      business_id: businessId,
      id,
      journey_id: timetable.journeyId,
      is_current: timetable.isCurrent,
      retired_positions: timetable.retired,
    })
    .execute();
  const rows = timetable.rows.map((row) => ({
    ...row,
    business_id: businessId,
    timetable_id: id,
  }));
  await tx.insertInto("timetable_stops").values(rows).execute();
  return id;
}

/** Deletes timetables of these journeys that are not current and that no trip uses any more. */
export async function dropUnusedTimetables(
  tx: Tx,
  businessId: string,
  journeyIds: readonly string[],
): Promise<void> {
  await sql`
    delete from timetables y where y.business_id = ${businessId} and y.journey_id = any (${journeyIds}::uuid[])
      and not y.is_current and not exists (
        select from trips t where t.business_id = y.business_id and t.timetable_id = y.id)`.execute(
    tx,
  );
}
