import { sql, type RawBuilder } from "kysely";
import { tripOrigin } from "../availability/trips/trip-origin.ts";
import { addDays } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import { rowsIn } from "./rows-in.ts";

/** Part of a business's timetable: all its journeys, or one, on `days` dates from `from` on. */
export interface TimetableWindow {
  businessId: string;
  journeyId?: string;
  /** "YYYY-MM-DD", a service date. */
  from: string;
  days: number;
}

/**
 * Returns the trips of a timetable in a window, as a table expression: journey_id, vehicle_id, timetable_id,
 * service_date, shift_seconds, origin_at. Exceptions override weekdays, even outside the calendar's date range; a
 * journey with headways runs at each of them and not at its own time.
 *
 * @see https://gtfs.org/documentation/schedule/reference/#frequenciestxt departures from start_time on, before end_time
 */
export async function timetableTrips(
  tx: Tx,
  { businessId, journeyId, from, days }: TimetableWindow,
): Promise<RawBuilder<unknown>> {
  const asked = journeyId ? sql`and j.id = ${journeyId}` : sql``;
  const zones = await sql<{ timezone: string }>`
    select distinct j.timezone from journeys j where j.business_id = ${businessId} ${asked}`.execute(
    tx,
  );
  const dates = Array.from({ length: days }, (_, index) => addDays(from, index));
  const origins = zones.rows.flatMap(({ timezone }) =>
    dates.map((day) => ({ timezone, day, origin: tripOrigin(day, timezone) })),
  );
  return sql`(
    select j.id as journey_id, j.vehicle_id, y.id as timetable_id, r.day as service_date, s.shift as shift_seconds,
      r.origin + make_interval(secs => s.shift) as origin_at
    from journeys j
    -- By its key for each journey, whatever the planner takes tables for that were filled a moment ago.
    cross join lateral (
      select y.id from timetables y
      where y.business_id = j.business_id and y.journey_id = j.id and y.is_current offset 0) y
    join calendars c on c.business_id = j.business_id and c.id = j.calendar_id
    join ${rowsIn(origins, "timezone text, day date, origin timestamptz")} on r.timezone = j.timezone
    left join calendar_dates x on x.business_id = c.business_id and x.calendar_id = c.id and x.day = r.day
    cross join lateral (
      select 0 as shift where not exists (
        select 1 from journey_frequencies f where f.business_id = j.business_id and f.journey_id = j.id)
      union
      select departure - (
        select q.departs_seconds from timetable_stops q where q.business_id = j.business_id and q.timetable_id = y.id
        order by q.position limit 1)
      from journey_frequencies f, generate_series(f.starts_seconds, f.ends_seconds - 1, f.headway_seconds) departure
      where f.business_id = j.business_id and f.journey_id = j.id
    ) s
    where j.business_id = ${businessId} ${asked} and coalesce(x.runs,
      r.day between c.starts_on and c.ends_on and extract(isodow from r.day)::int = any (c.weekdays)))`;
}
