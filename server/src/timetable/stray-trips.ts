import { sql } from "kysely";
import { daysBetween } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import { timetableTrips } from "./timetable-trips.ts";
import { dropUnsoldTrips } from "./unsold-trips.ts";

/**
 * Removes, after calendars or headways changed, upcoming unbooked trips that are no longer in the timetable.
 *
 * @returns how many
 */
export async function dropStrayTrips(tx: Tx, businessId: string): Promise<number> {
  const span = await sql<{ first: string | null; last: string | null }>`
    select min(service_date) as first, max(service_date) as last from trips
    where business_id = ${businessId} and origin_at > app_now() - interval '1 day'`.execute(tx);
  const { first, last } = span.rows[0] ?? {};
  if (!first || !last) return 0;
  const days = daysBetween(first, last) + 1;
  const wanted = await timetableTrips(tx, { businessId, from: first, days });
  const strays = await sql<{ id: string }>`
    select t.id from trips t
    where t.business_id = ${businessId} and t.origin_at > app_now() - interval '1 day' and not exists (
      select 1 from ${wanted} w where w.journey_id = t.journey_id and w.service_date = t.service_date
        and w.shift_seconds = t.shift_seconds)`.execute(tx);
  return dropUnsoldTrips(tx, businessId, { tripIds: strays.rows.map((row) => row.id) });
}
