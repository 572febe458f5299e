import { sql } from "kysely";
import { decodeCursor, encodeCursor, type Page } from "../../base/page.ts";
import { instantText } from "../../base/time.ts";
import type { Db } from "../../db/connection.ts";
import type { AskedAt, SharedRead } from "../../db/shared-read.ts";
import { zonedWriter } from "../zoned-writer.ts";
import type { TripCandidate } from "./seat-facts.ts";
import type { Route, Trip, TripStop } from "./trip.ts";
import { offerTrip, type TripOffer } from "./trip-offer.ts";

/** A destination: a stop's id, or words of its name or city in either language. */
export type Place = { stopId: string } | { words: string };

/** Of a timetable at one stop; 1 stands for true. */
type Call = [
  position: number,
  arrives: number,
  departs: number,
  boundary: number,
  boards: 0 | 1,
  alights: 0 | 1,
];

interface Found {
  trips: (Omit<TripCandidate, "trip"> &
    Omit<Trip, "stops"> & { timetableId: string; routeId: string; departs: number })[];
  timetables: Record<string, { stopIds: string[]; calls: Call[] }>;
  stops: Record<string, Pick<TripStop, "name" | "timezone">>;
  routes: Record<string, Route>;
}

export interface TripsAsked {
  from: Place;
  to: Place;
  /** YYYY-MM-DD */
  date: string;
  size: number;
  cursor?: string;
}

/**
 * Trips of approved operators that leave `from` on a local date of that stop and reach `to`, soonest first, including
 * those of the previous service day. One query. A page may hold fewer than `size` when a rule refuses a trip.
 *
 * @throws Problem invalid-request for a broken cursor
 */
export const tripSearch: SharedRead<TripsAsked, Found, Page<TripOffer>> = {
  station: "trips",
  keyOf: ({ from, to, date, size, cursor }) => JSON.stringify([from, to, date, size, cursor]),
  groupOf: ({ from, to }) => JSON.stringify([from, to]),
  check: readCursor,
  read: findTrips,
  answer({ trips, routes, ...found }, { size, now }) {
    const stopsOf = timetableReader(found);
    const shown = trips.slice(0, size);
    const write = zonedWriter();
    const items = shown.flatMap((one) => {
      const { id, origin, cancelled, fromPosition, toPosition, free } = one;
      const trip = { id, origin, cancelled, stops: stopsOf(one.timetableId) };
      const route = routes[one.routeId] as Route;
      return offerTrip(route, { trip, fromPosition, toPosition, free }, now, write) ?? [];
    });
    const last = shown.at(-1);
    const more = last !== undefined && trips.length > size;
    return {
      items,
      nextCursor: more ? encodeCursor([instantText(last.departs * 1000), last.id]) : null,
    };
  },
};

/** Trips of one timetable share its stops. */
function timetableReader({ timetables, stops }: Pick<Found, "timetables" | "stops">) {
  const read = new Map<string, TripStop[]>();
  return (timetableId: string): TripStop[] => {
    const known = read.get(timetableId);
    if (known) return known;
    const { stopIds, calls } = timetables[timetableId]!;
    const made = calls.map(([position, arrives, departs, boundary, boards, alights], n) => {
      const id = stopIds[n]!;
      const { name, timezone } = stops[id]!;
      const doors = { boards: boards === 1, alights: alights === 1 };
      return { position, id, name, timezone, arrives, departs, boundary, ...doors };
    });
    read.set(timetableId, made);
    return made;
  };
}

function readCursor({ cursor }: TripsAsked): readonly [departs: string | null, id: string | null] {
  return cursor === undefined ? [null, null] : decodeCursor(cursor, ["instant", "id"]);
}

async function findTrips(db: Db, asked: readonly AskedAt<TripsAsked>[]): Promise<Found[]> {
  const stop = (place: Place) => ("stopId" in place ? place.stopId : null);
  const words = (place: Place) => ("stopId" in place ? null : place.words);
  const after = asked.map(readCursor);
  const { rows } = await sql<{ found: Found }>`
    select found_trips(q.from_stop, q.from_words, q.to_stop, q.to_words, q.day, q.at, q.departs, q.id, q.most) as found
    from unnest(${asked.map(({ from }) => stop(from))}::uuid[], ${asked.map(({ from }) => words(from))}::text[],
      ${asked.map(({ to }) => stop(to))}::uuid[], ${asked.map(({ to }) => words(to))}::text[],
      ${asked.map(({ date }) => date)}::date[], ${asked.map(({ now }) => instantText(now))}::timestamptz[],
      ${after.map(([departs]) => departs)}::timestamptz[], ${after.map(([, id]) => id)}::uuid[],
      ${asked.map(({ size }) => size + 1)}::int[])
      with ordinality q (from_stop, from_words, to_stop, to_words, day, at, departs, id, most, n)
    order by q.n`.execute(db);
  return rows.map(({ found }) => found);
}
