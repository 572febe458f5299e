import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";
import type { FeedCalendar } from "./feed/feed.ts";
import { batchesOf, rowsIn } from "./rows-in.ts";
import type { Tally } from "./tally.ts";

/**
 * Stores the calendars an operator's journeys use, with their exceptions. A calendar with only its exceptions changed
 * counts as changed.
 *
 * @returns the stored ids of all its calendars by service_id
 */
export async function saveCalendars(
  tx: Tx,
  businessId: string,
  calendars: readonly FeedCalendar[],
): Promise<{ ids: Map<string, string>; tally: Tally }> {
  const known = new Set((await readIds(tx, businessId)).keys());
  const touched = await saveSpans(tx, businessId, calendars);
  const ids = await readIds(tx, businessId);
  for (const id of await saveExceptions(tx, businessId, calendars, ids)) touched.add(id);
  const added = calendars.filter((one) => !known.has(one.id)).length;
  return { ids, tally: { added, changed: touched.size - added } };
}

/** @returns ids of the calendars made or changed */
async function saveSpans(
  tx: Tx,
  businessId: string,
  calendars: readonly FeedCalendar[],
): Promise<Set<string>> {
  const touched = new Set<string>();
  for (const batch of batchesOf(calendars)) {
    const rows = batch.map((one) => ({
      id: newId(),
      code: one.id,
      weekdays: one.weekdays,
      starts_on: one.startsOn,
      ends_on: one.endsOn,
    }));
    const saved = await sql<{ id: string }>`
      insert into calendars as c (business_id, id, code, weekdays, starts_on, ends_on)
      select ${businessId}, r.id, r.code, r.weekdays, r.starts_on, r.ends_on
      from ${rowsIn(rows, "id uuid, code text, weekdays int[], starts_on date, ends_on date")}
      on conflict (business_id, code) do update
        set weekdays = excluded.weekdays, starts_on = excluded.starts_on, ends_on = excluded.ends_on
        where (c.weekdays, c.starts_on, c.ends_on)
          is distinct from (excluded.weekdays, excluded.starts_on, excluded.ends_on)
      returning c.id`.execute(tx);
    for (const row of saved.rows) touched.add(row.id);
  }
  return touched;
}

/** @returns ids of the calendars whose exceptions changed */
async function saveExceptions(
  tx: Tx,
  businessId: string,
  calendars: readonly FeedCalendar[],
  ids: ReadonlyMap<string, string>,
): Promise<Set<string>> {
  const wanted = calendars.flatMap((one) =>
    Array.from(one.exceptions, ([day, runs]) => ({ calendar_id: ids.get(one.id), day, runs })),
  );
  const columns = "calendar_id uuid, day date, runs boolean";
  const ours = calendars.map((one) => ids.get(one.id));
  const touched = await sql<{ id: string }>`
    delete from calendar_dates d where d.business_id = ${businessId}
      and d.calendar_id = any (${ours}::uuid[]) and (d.calendar_id, d.day, d.runs) not in (
        select r.calendar_id, r.day, r.runs from ${rowsIn(wanted, columns)})
    returning d.calendar_id as id`.execute(tx);
  const changed = new Set(touched.rows.map((row) => row.id));
  for (const batch of batchesOf(wanted)) {
    const made = await sql<{ id: string }>`
      insert into calendar_dates (business_id, calendar_id, day, runs)
      select ${businessId}, r.calendar_id, r.day, r.runs from ${rowsIn(batch, columns)}
      on conflict do nothing returning calendar_id as id`.execute(tx);
    for (const row of made.rows) changed.add(row.id);
  }
  return changed;
}

async function readIds(tx: Tx, businessId: string): Promise<Map<string, string>> {
  const stored = await tx
    .selectFrom("calendars")
    .select(["id", "code"])
    .where("business_id", "=", businessId)
    .execute();
  return new Map(stored.map((row) => [row.code, row.id]));
}
