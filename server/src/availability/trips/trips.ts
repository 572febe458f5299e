import { sql } from "kysely";
import { decodeCursor, encodeCursor, type Page } from "../../base/page.ts";
import { instantText } from "../../base/time.ts";
import type { Db } from "../../db/connection.ts";
import { zonedWriter } from "../zoned-writer.ts";
import type { TripCandidate } from "./seat-facts.ts";
import type { Route, Trip, TripStop } from "./trip.ts";
import { offerTrip, type TripOffer } from "./trip-offer.ts";

/** A destination: a stop's id, or words of its name or city in either language. */
export type Place = { stopId: string } | { words: string };

interface Found {
  trips: (Omit<TripCandidate, "trip"> &
    Omit<Trip, "stops"> & { timetableId: string; routeId: string; departs: number })[];
  timetables: Record<string, TripStop[]>;
  routes: Record<string, Route>;
}

/**
 * Trips of approved operators that leave `from` on a local date of that stop and reach `to`, soonest first, including
 * those of the previous service day. One query. A page may hold fewer than `size` when a rule refuses a trip.
 *
 * @param now epoch milliseconds
 * @throws Problem invalid-request for a broken cursor
 */
export async function listTrips(
  db: Db,
  asked: { from: Place; to: Place; date: string; size: number; cursor?: string },
  now: number,
): Promise<Page<TripOffer>> {
  const { trips, timetables, routes } = await findTrips(db, asked, now);
  const shown = trips.slice(0, asked.size);
  const write = zonedWriter();
  const items = shown.flatMap((one) => {
    const { id, origin, cancelled, fromPosition, toPosition, free } = one;
    const trip = { id, origin, cancelled, stops: timetables[one.timetableId] as TripStop[] };
    const route = routes[one.routeId] as Route;
    return offerTrip(route, { trip, fromPosition, toPosition, free }, now, write) ?? [];
  });
  const last = shown.at(-1);
  const more = last !== undefined && trips.length > asked.size;
  return {
    items,
    nextCursor: more ? encodeCursor([instantText(last.departs * 1000), last.id]) : null,
  };
}

async function findTrips(
  db: Db,
  asked: Parameters<typeof listTrips>[1],
  now: number,
): Promise<Found> {
  const [departs, id] =
    asked.cursor === undefined ? [null, null] : decodeCursor(asked.cursor, ["instant", "id"]);
  const end = (place: Place) =>
    "stopId" in place ? sql`${place.stopId}::uuid, null` : sql`null, ${place.words}`;
  const { rows } = await sql<{ found: Found }>`
    select found_trips(${end(asked.from)}, ${end(asked.to)}, ${asked.date}::date, ${instantText(now)}::timestamptz,
      ${departs}::timestamptz, ${id}::uuid, ${asked.size + 1}) as found`.execute(db);
  return (rows[0] as { found: Found }).found;
}
