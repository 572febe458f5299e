import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/** [stopId, arrivesSeconds, departsSeconds, boundarySeconds, boards, alights] */
export type StopCall = [string, number, number, number, boolean, boolean];
/** [startsSeconds, endsSeconds, headwaySeconds] */
export type Headway = [number, number, number];

/** A journey as it stands in the database, all references resolved; comparable member by member. */
export interface StoredJourney {
  code: string;
  routeId: string;
  calendarId: string;
  vehicleId: string;
  headsign: string;
  timezone: string;
  stops: StopCall[];
  headways: Headway[];
}

/** All journeys of a business by their code. */
export async function readJourneysByCode(
  tx: Tx,
  businessId: string,
): Promise<Map<string, StoredJourney & { id: string }>> {
  const { rows } = await sql<StoredJourney & { id: string }>`
    with calls as (
      select journey_id, jsonb_agg(jsonb_build_array(stop_id, arrives_seconds, departs_seconds,
        boundary_seconds, boards, alights) order by position) as list
      from journey_stops where business_id = ${businessId} group by journey_id
    ), repeats as (
      select journey_id, jsonb_agg(jsonb_build_array(starts_seconds, ends_seconds, headway_seconds)
        order by starts_seconds) as list
      from journey_frequencies where business_id = ${businessId} group by journey_id
    )
    select j.id, j.code, j.route_id as "routeId", j.calendar_id as "calendarId", j.vehicle_id as "vehicleId",
      j.headsign, j.timezone, coalesce(c.list, '[]') as stops, coalesce(f.list, '[]') as headways
    from journeys j left join calls c on c.journey_id = j.id left join repeats f on f.journey_id = j.id
    where j.business_id = ${businessId}`.execute(tx);
  return new Map(rows.map((row) => [row.code, row]));
}

/** How two versions of a journey differ: in what a dated trip was cut to, in the rest, or not at all. */
export function journeyDifference(
  before: StoredJourney,
  after: StoredJourney,
): "times" | "other" | "none" {
  const cut = (one: StoredJourney) => JSON.stringify([one.vehicleId, one.timezone, one.stops]);
  const rest = (one: StoredJourney) =>
    JSON.stringify([one.routeId, one.calendarId, one.headsign, one.headways]);
  if (cut(before) !== cut(after)) return "times";
  return rest(before) === rest(after) ? "none" : "other";
}
