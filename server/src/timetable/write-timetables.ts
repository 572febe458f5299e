import { sql } from "kysely";
import { newId } from "../base/id.ts";
import {
  nextTimetable,
  POSITION_STEP,
  type TimetableRow,
} from "../catalogue/bus/next-timetable.ts";
import type { Tx } from "../db/connection.ts";
import { batchesOf, rowsIn } from "./rows-in.ts";
import type { KnownJourney, StopCall, StoredJourney } from "./stored-journeys.ts";

type Journey = StoredJourney & { id: string };

/** A journey's timetable that a newer one replaced. */
export interface ReplacedTimetable {
  code: string;
  journeyId: string;
  before: { id: string; rows: TimetableRow[] };
  after: { id: string; rows: TimetableRow[] };
  /** Its times now count from another origin, so existing trips cannot follow. */
  isElsewhere: boolean;
}

type NewTimetable = { id: string; journeyId: string; retired: number[]; rows: TimetableRow[] };

/** Writes the timetables of new journeys, and those that replace current ones. */
export async function writeTimetables(
  tx: Tx,
  businessId: string,
  added: readonly Journey[],
  retimed: readonly { old: KnownJourney; journey: Journey }[],
): Promise<ReplacedTimetable[]> {
  const first = added.map(({ id: journeyId, stops }): NewTimetable => {
    return { id: newId(), journeyId, retired: [], rows: numbered(stops) };
  });
  const replaced = retimed
    .filter(({ old, journey }) => JSON.stringify(old.stops) !== JSON.stringify(journey.stops))
    .map(({ old, journey }) => replacing(old, journey));
  await sql`
    update timetables set is_current = false where business_id = ${businessId}
      and id = any (${replaced.map((one) => one.before.id)}::uuid[])`.execute(tx);
  const next = replaced.map(({ journeyId, before, after, retired }): NewTimetable => {
    const used = new Set(after.rows.map((row) => row.position));
    const gone = before.rows.map((row) => row.position).filter((one) => !used.has(one));
    return { ...after, journeyId, retired: [...retired, ...gone] };
  });
  await insertTimetables(tx, businessId, [...first, ...next]);
  return replaced;
}

function replacing(old: KnownJourney, journey: Journey) {
  const { id, positions, retired } = old.timetable;
  const before = numbered(old.stops).map((row, n) => ({ ...row, position: positions[n]! }));
  const wished = numbered(journey.stops);
  const rows = nextTimetable(before, wished, new Set(retired));
  return {
    code: journey.code,
    journeyId: old.id,
    retired,
    before: { id, rows: before },
    // Without room between two stops all positions are renumbered, and no existing trip follows.
    after: { id: newId(), rows: rows ?? wished },
    isElsewhere: rows === undefined || old.timezone !== journey.timezone,
  };
}

function numbered(calls: readonly StopCall[]): TimetableRow[] {
  return calls.map(([stop, arrives, departs, boundary, boards, alights], index) => ({
    position: (index + 1) * POSITION_STEP,
    stop_id: stop,
    arrives_seconds: arrives,
    departs_seconds: departs,
    boundary_seconds: boundary,
    boards,
    alights,
  }));
}

async function insertTimetables(
  tx: Tx,
  businessId: string,
  timetables: readonly NewTimetable[],
): Promise<void> {
  for (const batch of batchesOf(timetables)) {
    const heads = batch.map(({ rows: _rows, ...head }) => head);
    await sql`
      insert into timetables (business_id, id, journey_id, is_current, retired_positions)
      select ${businessId}, r.id, r."journeyId", true, r.retired
      from ${rowsIn(heads, `id uuid, "journeyId" uuid, retired int[]`)}`.execute(tx);
  }
  const stops = timetables.flatMap(({ id, rows }) =>
    rows.map((row) => ({ ...row, timetable: id })),
  );
  const columns = `timetable uuid, position int, stop_id uuid, arrives_seconds int, departs_seconds int,
    boundary_seconds int, boards boolean, alights boolean`;
  for (const batch of batchesOf(stops)) {
    await sql`
      insert into timetable_stops (business_id, timetable_id, position, stop_id, arrives_seconds, departs_seconds,
        boundary_seconds, boards, alights)
      select ${businessId}, r.timetable, r.position, r.stop_id, r.arrives_seconds, r.departs_seconds,
        r.boundary_seconds, r.boards, r.alights
      from ${rowsIn(batch, columns)}`.execute(tx);
  }
}
