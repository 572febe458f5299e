import { decodeCursor, pageSize, toPage, type Page } from "../../base/page.ts";
import { sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { localInstant } from "../../business/local-instant.ts";
import { chosen, limitOf, type Editable, type Which } from "../../business/editable.ts";
import type { Db, Tx } from "../../db/connection.ts";

/** A journey on a date. */
export type Trip = {
  id: string;
  journeyId: string;
  vehicleId: string;
  /** YYYY-MM-DD; a trip that passes midnight belongs to the day it started on. */
  serviceDate: string;
  /** RFC 3339 on the journey's clock: departure from the first stop, arrival at the last. */
  departure: string;
  arrival: string;
  /** The trip's own stops, each on its local clock. */
  stops: TripStop[];
  status: "scheduled" | "cancelled";
  version: number;
};

export type TripStop = {
  stopId: string;
  arrival: string;
  departure: string;
  boards: boolean;
  alights: boolean;
};

export type TripFilter = {
  journeyId?: string;
  /** Service dates, both included. */
  from?: string;
  to?: string;
  status?: Trip["status"];
  limit?: number;
  cursor?: string;
};

export const trips: Editable<Trip, "trips"> = { noun: "trip", table: "trips", read: readTrips };

async function readTrips(db: Db | Tx, businessId: string, which: Which): Promise<Trip[]> {
  const rows = await tripRows(db)
    .where(chosen("trips", businessId, which))
    .orderBy("trips.id")
    .limit(limitOf(which))
    .execute();
  return rows.map(viewTrip);
}

/**
 * Lists trips by their departure, counted from the service day's midnight.
 *
 * @throws Problem invalid-request for a cursor of another list
 */
export async function listTrips(
  db: Db,
  businessId: string,
  asked: TripFilter,
): Promise<Page<Trip>> {
  const size = pageSize(asked.limit);
  let query = tripRows(db)
    .where("trips.business_id", "=", businessId)
    .orderBy("trips.origin_at")
    .orderBy("trips.id")
    .limit(size + 1);
  if (asked.journeyId) query = query.where("trips.journey_id", "=", asked.journeyId);
  if (asked.from) query = query.where("trips.service_date", ">=", asked.from);
  if (asked.to) query = query.where("trips.service_date", "<=", asked.to);
  if (asked.status) query = query.where("trips.status", "=", asked.status);
  if (asked.cursor) {
    const [at, id] = decodeCursor(asked.cursor, ["instant", "id"]);
    query = query.where(
      sql<boolean>`(trips.origin_at, trips.id) > (${at}::timestamptz, ${id}::uuid)`,
    );
  }
  return toPage(await query.execute(), size, (row) => [row.origin_at, row.id], viewTrip);
}

function tripRows(db: Db | Tx) {
  const at = (edge: "min(s.departs_seconds)" | "max(s.arrives_seconds)") => sql<string>`
    trips.origin_at + make_interval(secs => (
      select ${sql.raw(edge)} from timetable_stops s
      where s.business_id = trips.business_id and s.timetable_id = trips.timetable_id))`;
  return db
    .selectFrom("trips")
    .innerJoin("journeys as j", (on) =>
      on.onRef("j.business_id", "=", "trips.business_id").onRef("j.id", "=", "trips.journey_id"),
    )
    .select(["trips.id", "trips.journey_id", "trips.vehicle_id", "trips.service_date"])
    .select(["trips.origin_at", "trips.status", "trips.version", "j.timezone"])
    .select(at("min(s.departs_seconds)").as("departure"))
    .select(at("max(s.arrives_seconds)").as("arrival"))
    .select((from) =>
      jsonArrayFrom(
        from
          .selectFrom("timetable_stops as s")
          .innerJoin("stops as p", (on) =>
            on.onRef("p.business_id", "=", "s.business_id").onRef("p.id", "=", "s.stop_id"),
          )
          .select(["s.stop_id", "s.arrives_seconds", "s.departs_seconds", "s.boards", "s.alights"])
          .select("p.timezone")
          .whereRef("s.business_id", "=", "trips.business_id")
          .whereRef("s.timetable_id", "=", "trips.timetable_id")
          .orderBy("s.position"),
      ).as("stops"),
    );
}

type StopRow = {
  stop_id: string;
  arrives_seconds: number;
  departs_seconds: number;
  boards: boolean;
  alights: boolean;
  timezone: string;
};

function viewStop(stop: StopRow, originMs: number): TripStop {
  const at = (seconds: number) =>
    localInstant(new Date(originMs + seconds * 1000).toISOString(), stop.timezone);
  return {
    stopId: stop.stop_id,
    arrival: at(stop.arrives_seconds),
    departure: at(stop.departs_seconds),
    boards: stop.boards,
    alights: stop.alights,
  };
}

function viewTrip(row: {
  id: string;
  journey_id: string;
  vehicle_id: string;
  service_date: string;
  departure: string;
  arrival: string;
  timezone: string;
  origin_at: string;
  stops: StopRow[];
  status: Trip["status"];
  version: number;
}): Trip {
  return {
    id: row.id,
    journeyId: row.journey_id,
    vehicleId: row.vehicle_id,
    serviceDate: row.service_date,
    departure: localInstant(row.departure, row.timezone),
    arrival: localInstant(row.arrival, row.timezone),
    stops: row.stops.map((stop) => viewStop(stop, Date.parse(row.origin_at))),
    status: row.status,
    version: row.version,
  };
}
