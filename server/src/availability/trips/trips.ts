import { type RawBuilder, sql } from "kysely";
import { decodeCursor, encodeCursor, type Page } from "../../base/page.ts";
import { instantText } from "../../base/time.ts";
import type { Db } from "../../db/connection.ts";
import { zonedWriter } from "../zoned-writer.ts";
import type { TripCandidate } from "./seat-facts.ts";
import type { Route, Trip, TripStop } from "./trip.ts";
import { legsOf, routeObject } from "./trip-facts.ts";
import { offerTrip, type TripOffer } from "./trip-offer.ts";

/** Where to: a stop's id, or words of its name or city in either language. */
export type Place = { stopId: string } | { words: string };

interface Found {
  trips:
    | (Omit<TripCandidate, "trip"> &
        Omit<Trip, "stops"> & { journeyId: string; routeId: string; departs: number })[]
    | null;
  journeys: Record<string, TripStop[]> | null;
  routes: Record<string, Route> | null;
}

/**
 * Trips of approved operators that leave `from` on a local date of that stop and reach `to`, soonest first:
 * also those whose service day was the day before. One query. A page may hold fewer than `size` where a rule
 * refuses a trip.
 *
 * @param now epoch milliseconds
 * @throws Problem invalid-request for a broken cursor
 */
export async function listTrips(
  db: Db,
  asked: { from: Place; to: Place; date: string; size: number; cursor?: string },
  now: number,
): Promise<Page<TripOffer>> {
  const after = asked.cursor === undefined ? [null, null] : decodeCursor(asked.cursor, 2);
  const { rows } = await tripsQuery(asked, after, now).execute(db);
  const { trips, journeys, routes } = rows[0] as Found;
  const shown = (trips ?? []).slice(0, asked.size);
  const write = zonedWriter();
  const items = shown.flatMap((one) => {
    const route = routes?.[one.routeId] as Route;
    const stops = journeys?.[one.journeyId] as TripStop[];
    const { id, origin, cancelled, fromPosition, toPosition, free } = one;
    const trip = { id, origin, cancelled, stops };
    return offerTrip(route, { trip, fromPosition, toPosition, free }, now, write) ?? [];
  });
  const last = shown.at(-1);
  const more = last !== undefined && (trips ?? []).length > asked.size;
  return { items, nextCursor: more ? encodeCursor([last.departs, last.id]) : null };
}

function tripsQuery(
  asked: { from: Place; to: Place; date: string; size: number },
  [afterDeparts, afterId]: readonly unknown[],
  now: number,
): RawBuilder<Found> {
  const at = sql`${instantText(now)}::timestamptz`;
  const end = (place: Place) =>
    "stopId" in place ? sql`${place.stopId}::uuid, null` : sql`null, ${place.words}`;
  return sql<Found>`
    with found as materialized (
      select c.departs_at, c.from_position, c.to_position, t.*, j.route_id,
             f.stop_id as from_id, a.stop_id as to_id,
             t.origin_at + make_interval(secs => f.boundary_seconds) as from_at,
             t.origin_at + make_interval(secs => a.boundary_seconds) as until_at
      from trip_candidates(${end(asked.from)}, ${end(asked.to)}, ${asked.date}::date, ${at},
             to_timestamp(${afterDeparts}::float8), ${afterId}::uuid, ${asked.size + 1}) c
      join trips t on t.business_id = c.business_id and t.id = c.trip_id
      join journeys j on j.business_id = t.business_id and j.id = t.journey_id
      join journey_stops f on f.business_id = j.business_id and f.journey_id = j.id and f.position = c.from_position
      join journey_stops a on a.business_id = j.business_id and a.journey_id = j.id and a.position = c.to_position
    ), z as (
      select trip_id, jsonb_object_agg(class, free) as free
      from trip_seats_free(
        (select array_agg(business_id order by id) from found), (select array_agg(id order by id) from found),
        (select array_agg(from_at order by id) from found), (select array_agg(until_at order by id) from found), ${at})
      group by trip_id
    ), timetables as materialized (
      select k.journey_id, k.route_id, y.stops, y.stop_ids
      from (select distinct business_id, journey_id, route_id from found) k
      cross join lateral timetable(k.business_id, k.journey_id) y
    )
    select (
      select jsonb_agg(jsonb_build_object(
        'id', t.id, 'origin', floor(extract(epoch from t.origin_at))::bigint, 'cancelled', t.status <> 'scheduled',
        'journeyId', t.journey_id, 'routeId', t.route_id, 'fromPosition', t.from_position,
        'toPosition', t.to_position, 'departs', extract(epoch from t.departs_at), 'free', coalesce(z.free, '{}'))
        order by t.departs_at, t.id)
      from found t left join z on z.trip_id = t.id) as trips,
    (select jsonb_object_agg(journey_id, stops) from timetables) as journeys, (
      select jsonb_object_agg(r.id, ${routeObject(sql`
        select p.from_id, p.to_id from found p where p.route_id = r.id
        union select l.a, l.b from timetables y, ${legsOf(sql`y.stop_ids`)} l (a, b)
        where y.route_id = r.id`)})
      from routes r
      join offerings o on o.business_id = r.business_id and o.id = r.id and o.kind = r.kind
      join businesses b on b.id = r.business_id
      where (r.business_id, r.id) in (select business_id, route_id from found)) as routes`;
}
