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
