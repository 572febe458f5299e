import { jsonArrayFrom } from "kysely/helpers/postgres";
import { chosen, limitOf, type Editable, type Which } from "../../business/editable.ts";
import type { Db, Tx } from "../../db/connection.ts";
import { serviceTime } from "./service-time.ts";
import type { Frequency, JourneyStop } from "./timetable.ts";

/** A timetable without a date; trips are made from it. */
export type Journey = {
  id: string;
  routeId: string;
  calendarId: string;
  vehicleId: string;
  code: string;
  headsign: string;
  timezone: string;
  stops: JourneyStop[];
  frequencies: Frequency[];
  version: number;
};

export const journeys: Editable<Journey, "journeys"> = {
  noun: "journey",
  table: "journeys",
  read: readJourneys,
};

/** @param routeId only the journeys of this route */
export async function readJourneys(
  db: Db | Tx,
  businessId: string,
  which: Which,
  routeId?: string,
): Promise<Journey[]> {
  let query = db
    .selectFrom("journeys")
    .select(["id", "route_id", "calendar_id", "vehicle_id", "code", "headsign", "timezone"])
    .select("version")
    .select((from) => [
      jsonArrayFrom(
        from
          .selectFrom("timetable_stops as s")
          .innerJoin("timetables as y", (on) =>
            on
              .onRef("y.business_id", "=", "s.business_id")
              .onRef("y.id", "=", "s.timetable_id")
              .on("y.is_current", "=", true),
          )
          .select(["s.stop_id", "s.arrives_seconds", "s.departs_seconds", "s.boards", "s.alights"])
          .whereRef("s.business_id", "=", "journeys.business_id")
          .whereRef("y.journey_id", "=", "journeys.id")
          .orderBy("s.position"),
      ).as("stops"),
      jsonArrayFrom(
        from
          .selectFrom("journey_frequencies as f")
          .select(["f.starts_seconds", "f.ends_seconds", "f.headway_seconds"])
          .whereRef("f.business_id", "=", "journeys.business_id")
          .whereRef("f.journey_id", "=", "journeys.id")
          .orderBy("f.starts_seconds"),
      ).as("frequencies"),
    ])
    .where(chosen("journeys", businessId, which))
    .orderBy("id")
    .limit(limitOf(which));
  if (routeId !== undefined) query = query.where("route_id", "=", routeId);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    routeId: row.route_id,
    calendarId: row.calendar_id,
    vehicleId: row.vehicle_id,
    code: row.code,
    headsign: row.headsign,
    timezone: row.timezone,
    stops: row.stops.map((stop) => ({
      stopId: stop.stop_id,
      arrival: serviceTime(stop.arrives_seconds),
      departure: serviceTime(stop.departs_seconds),
      boards: stop.boards,
      alights: stop.alights,
    })),
    frequencies: row.frequencies.map((one) => ({
      start: serviceTime(one.starts_seconds),
      end: serviceTime(one.ends_seconds),
      headwaySeconds: one.headway_seconds,
    })),
    version: row.version,
  }));
}
