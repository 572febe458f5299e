import { type RawBuilder, sql } from "kysely";
import { instantText } from "../../base/time.ts";
import type { Route, Trip } from "./trip.ts";
import { routeObject, stopsArray, tripObject } from "./trip-facts.ts";

/** A seat of the vehicle, as its map shows it. */
export interface Seat {
  no: number;
  label: string;
  row: number;
  column: number;
  class: string;
}

/** A part of the trip that a seat is taken for, epoch seconds. */
export type BusySeat = readonly [seatNo: number, from: number, until: number, held: boolean];

/** A trip with a part of it, and how many seats of each class are free for that part. */
export interface TripCandidate {
  trip: Trip;
  fromPosition: number;
  toPosition: number;
  free: Record<string, number>;
}

/** Everything the rules of a seat need. */
export interface SeatFacts {
  route: Route;
  trip: Trip;
  seats: Seat[];
  busy: BusySeat[];
  /** Of the same route between the same stops, the next to leave within a day. */
  next: TripCandidate[];
}

const NEXT_TRIPS_MAX = 5;

/**
 * Everything the rules of a trip's seats need, as one jsonb: `SeatFacts`, or null when the caller cannot see
 * such a trip. Runs with the caller's rights; whose the seats are never leaves the database.
 *
 * @param asked stop ids; left out, the first and last of the trip
 * @param now epoch milliseconds: holds that have expired by then do not count
 */
export function seatFacts(
  asked: { tripId: string; from?: string; to?: string },
  now: number,
): RawBuilder<SeatFacts | null> {
  const at = sql`${instantText(now)}::timestamptz`;
  return sql<SeatFacts | null>`(
    select jsonb_build_object(
      'route', ${routeObject(sql`select w.from_id, w.to_id union all select l.a, l.b from unnest(s.ids[:cardinality(s.ids) - 1], s.ids[2:]) l (a, b)`)},
      'trip', ${tripObject(sql`s.stops`)},
      'seats', coalesce((
        select jsonb_agg(jsonb_build_object('no', v.seat_no, 'label', v.label, 'row', v.row_no,
                                            'column', v.column_no, 'class', v.class) order by v.seat_no)
        from vehicle_seats v
        where v.business_id = t.business_id and v.vehicle_id = t.vehicle_id), '[]'),
      'busy', coalesce((
        select jsonb_agg(jsonb_build_array(c.seat_no, floor(extract(epoch from c.starts_at))::bigint,
                                           ceil(extract(epoch from c.ends_at))::bigint, c.held))
        from busy_claims(t.business_id, array[t.id], t.origin_at + make_interval(secs => s.first_boundary),
                         t.origin_at + make_interval(secs => s.last_boundary), ${at}) c), '[]'),
      'next', ${nextTrips(at)})
    from trips t
    join journeys j on j.business_id = t.business_id and j.id = t.journey_id
    join routes r on r.business_id = j.business_id and r.id = j.route_id
    join offerings o on o.business_id = r.business_id and o.id = r.id and o.kind = r.kind
    join businesses b on b.id = t.business_id
    cross join lateral (
      select ${stopsArray} as stops, array_agg(js.stop_id order by js.position) as ids,
             min(js.boundary_seconds) as first_boundary, max(js.boundary_seconds) as last_boundary,
             (array_agg(js.stop_id order by js.position) filter (where js.boards))[1] as first_id,
             (array_agg(js.stop_id order by js.position desc) filter (where js.alights))[1] as last_id
      from journey_stops js join stops st on st.business_id = js.business_id and st.id = js.stop_id
      where js.business_id = j.business_id and js.journey_id = j.id
    ) s
    cross join lateral (
      select coalesce(${asked.from ?? null}::uuid, s.first_id) as from_id,
             coalesce(${asked.to ?? null}::uuid, s.last_id) as to_id
    ) w
    where t.id = ${asked.tripId}::uuid)`;
}

/** `TripCandidate`s beside the trip `t` of journey `j` from `w.from_id` to `w.to_id`, soonest first. */
function nextTrips(at: RawBuilder<unknown>): RawBuilder<unknown> {
  const otherTrip = sql`(
    select ${tripObject(sql`${stopsArray}`)} from journey_stops js
    join stops st on st.business_id = js.business_id and st.id = js.stop_id
    where js.business_id = t.business_id and js.journey_id = t.journey_id)`;
  const departure = (trip: string, stop: string) =>
    sql`${sql.ref(`${trip}.origin_at`)} + make_interval(secs => ${sql.ref(`${stop}.departs_seconds`)})`;
  return sql`(
    with n as materialized (
      select x.*, f.position as from_position, a.position as to_position, ${departure("x", "f")} as departs_at,
             x.origin_at + make_interval(secs => f.boundary_seconds) as from_at,
             x.origin_at + make_interval(secs => a.boundary_seconds) as until_at
      from (select greatest(${at}, (
              select min(${departure("t", "h")}) from journey_stops h
              where h.business_id = j.business_id and h.journey_id = j.id and h.stop_id = w.from_id)) as after_at) p
      join journeys k on k.business_id = j.business_id and k.route_id = j.route_id
      join journey_stops f on f.business_id = k.business_id and f.journey_id = k.id
        and f.stop_id = w.from_id and f.boards
      join lateral (
        select e.position, e.boundary_seconds from journey_stops e
        where e.business_id = k.business_id and e.journey_id = k.id and e.stop_id = w.to_id and e.alights
          and e.position > f.position
        order by e.position limit 1) a on true
      join trips x on x.business_id = k.business_id and x.journey_id = k.id and x.status = 'scheduled'
        and x.id <> t.id
        and x.origin_at > p.after_at - make_interval(secs => f.departs_seconds)
        and x.origin_at <= p.after_at - make_interval(secs => f.departs_seconds) + interval '24 hours'
      order by departs_at limit ${sql.lit(NEXT_TRIPS_MAX)}
    ), z as (
      select trip_id, jsonb_object_agg(class, free) as free
      from trip_seats_free((select array_agg(business_id order by id) from n), (select array_agg(id order by id) from n),
        (select array_agg(from_at order by id) from n), (select array_agg(until_at order by id) from n), ${at})
      group by trip_id
    )
    select coalesce(jsonb_agg(jsonb_build_object('trip', ${otherTrip}, 'fromPosition', t.from_position,
             'toPosition', t.to_position, 'free', coalesce(z.free, '{}')) order by t.departs_at), '[]')
    from n t left join z on z.trip_id = t.id)`;
}
