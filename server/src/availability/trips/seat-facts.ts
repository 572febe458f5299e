import { type RawBuilder, sql } from "kysely";
import { instantText } from "../../base/time.ts";
import type { Route, Trip } from "./trip.ts";
import { legsOf, routeObject, tripObject } from "./trip-facts.ts";

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
      'route', ${routeObject(sql`select w.from_id, w.to_id union all select l.a, l.b from ${legsOf(sql`s.stop_ids`)} l (a, b)`)},
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
      'next', next_trips(t.business_id, t.id, w.from_id, w.to_id, ${at}, ${NEXT_TRIPS_MAX}))
    from trips t
    join journeys j on j.business_id = t.business_id and j.id = t.journey_id
    join routes r on r.business_id = j.business_id and r.id = j.route_id
    join offerings o on o.business_id = r.business_id and o.id = r.id and o.kind = r.kind
    join businesses b on b.id = t.business_id
    cross join lateral timetable(j.business_id, j.id) s
    cross join lateral (
      select coalesce(${asked.from ?? null}::uuid, s.boards_first) as from_id,
             coalesce(${asked.to ?? null}::uuid, s.alights_last) as to_id
    ) w
    where t.id = ${asked.tripId}::uuid)`;
}
