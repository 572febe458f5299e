import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/** [stopId, arrivesSeconds, departsSeconds, boundarySeconds, boards, alights] */
export type StopCall = [string, number, number, number, boolean, boolean];
/** [startsSeconds, endsSeconds, headwaySeconds] */
export type Headway = [number, number, number];

/** A journey as stored, with all references resolved; comparable member by member. */
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

/** A stored journey, with the timetable its trips are made with. */
export type KnownJourney = StoredJourney & {
  id: string;
  timetable: { id: string; positions: number[]; retired: number[] };
};

/** Reads all journeys of a business by their code. */
export async function readJourneysByCode(
  tx: Tx,
  businessId: string,
): Promise<Map<string, KnownJourney>> {
  const { rows } = await sql<KnownJourney>`
    with calls as (
      select y.journey_id, y.id as timetable_id, y.retired_positions as retired,
        jsonb_agg(jsonb_build_array(s.stop_id, s.arrives_seconds, s.departs_seconds,
          s.boundary_seconds, s.boards, s.alights) order by s.position) as list,
        jsonb_agg(s.position order by s.position) as positions
      from timetables y
      join timetable_stops s on s.business_id = y.business_id and s.timetable_id = y.id
      where y.business_id = ${businessId} and y.is_current group by y.business_id, y.id
    ), repeats as (
      select journey_id, jsonb_agg(jsonb_build_array(starts_seconds, ends_seconds, headway_seconds)
        order by starts_seconds) as list
      from journey_frequencies where business_id = ${businessId} group by journey_id
    )
    select j.id, j.code, j.route_id as "routeId", j.calendar_id as "calendarId", j.vehicle_id as "vehicleId",
      j.headsign, j.timezone, coalesce(c.list, '[]') as stops,
      jsonb_build_object('id', c.timetable_id, 'positions', coalesce(c.positions, '[]'), 'retired', c.retired) as timetable,
      coalesce(f.list, '[]') as headways
    from journeys j left join calls c on c.journey_id = j.id left join repeats f on f.journey_id = j.id
    where j.business_id = ${businessId}`.execute(tx);
  return new Map(rows.map((row) => [row.code, row]));
}

/** How two versions of a journey differ: in what its dated trips were made from, in the rest, or not at all. */
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
