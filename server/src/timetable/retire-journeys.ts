import { newId } from "../base/id.ts";
import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import { dropUnsoldTrips } from "./unsold-trips.ts";

/** The calendar of retired journeys: no weekday, no date. */
const RETIRED = "(retired)";

/**
 * Retires journeys that left the feed: moves them to a calendar without days and removes their upcoming unbooked
 * trips. Booked trips stay, for the operator to cancel or run. A journey that returns in a later feed gets its
 * calendar back.
 */
export async function retireJourneys(
  tx: Tx,
  businessId: string,
  journeyIds: readonly string[],
): Promise<{ retired: number; tripsDropped: number }> {
  if (journeyIds.length === 0) return { retired: 0, tripsDropped: 0 };
  await sql`
    insert into calendars (business_id, id, code, weekdays, starts_on, ends_on)
    values (${businessId}, ${newId()}, ${RETIRED}, '{}', '2000-01-01', '2000-01-01')
    on conflict (business_id, code) do nothing`.execute(tx);
  const moved = await sql<{ id: string }>`
    update journeys j set calendar_id = c.id from calendars c
    where c.business_id = ${businessId} and c.code = ${RETIRED} and j.business_id = c.business_id
      and j.id = any (${journeyIds}::uuid[]) and j.calendar_id <> c.id
    returning j.id`.execute(tx);
  const ids = moved.rows.map((row) => row.id);
  return {
    retired: ids.length,
    tripsDropped: await dropUnsoldTrips(tx, businessId, { journeyIds: ids }),
  };
}
