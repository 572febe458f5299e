import { type RawBuilder, sql } from "kysely";
import { ALTERNATIVES_MAX } from "../../base/limits.ts";
import { instantText } from "../../base/time.ts";
import type { Route, Trip } from "./trip.ts";

/** A seat of the vehicle, as its map shows it. */
export interface Seat {
  no: number;
  label: string;
  row: number;
  column: number;
  class: string;
}

/** The segment of the trip a seat is taken for: positions of its timetable. */
export type BusySeat = readonly [
  seatNo: number,
  fromPosition: number,
  toPosition: number,
  held: boolean,
];

/** A trip with one segment, and the number of free seats per class on that segment. */
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
  /** The next trips of the same route between the same stops that leave within a day; none if not asked for. */
  next: TripCandidate[];
}

const NEXT_TRIPS_MAX = ALTERNATIVES_MAX;

/**
 * The SQL for everything the rules of a trip's seats need, as one json: `SeatFacts`, or null when the caller cannot
 * see the trip. The owners of seats never leave the database.
 *
 * @param asked stop ids; if omitted, the first and last stop of the trip. `nextTripsMax` 0 leaves out the alternatives,
 *   which cost more to read than the rest together
 * @param now epoch milliseconds: holds that have expired by then do not count
 */
export function seatFacts(
  asked: { tripId: string; from?: string; to?: string; nextTripsMax?: number },
  now: number,
): RawBuilder<SeatFacts | null> {
  return sql<SeatFacts | null>`seat_facts(${asked.tripId}::uuid, ${asked.from ?? null}::uuid,
    ${asked.to ?? null}::uuid, ${instantText(now)}::timestamptz, ${asked.nextTripsMax ?? NEXT_TRIPS_MAX})`;
}
