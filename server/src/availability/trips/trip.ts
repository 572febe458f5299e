import type { Text } from "../../base/text.ts";
import type { Terms } from "../planned-item.ts";

/** One stop of a trip's own timetable. Seconds count from the trip's origin. */
export interface TripStop {
  /** What a seat is claimed from and to. In order, with gaps, and never another stop's. */
  position: number;
  id: string;
  name: Text;
  timezone: string;
  arrives: number;
  departs: number;
  /** A time that is later at every stop, also where a feed gives two of them one minute. */
  boundary: number;
  boards: boolean;
  alights: boolean;
}

/** A dated trip. */
export interface Trip {
  id: string;
  /** Epoch seconds that its stops' seconds are added to. */
  origin: number;
  cancelled: boolean;
  /** In order. */
  stops: TripStop[];
}

/** What the trips of a route have in common. */
export interface Route {
  businessId: string;
  businessName: Text;
  offeringId: string;
  name: Text;
  currency: string;
  onSale: boolean;
  /** Of one seat, where no fare says otherwise. */
  priceMinor: number;
  fares: Fare[];
  leadMinutes: number;
  horizonDays: number;
  terms: Terms;
}

/** Of one seat between two stops; class "" is any. */
export interface Fare {
  from: string;
  to: string;
  class: string;
  priceMinor: number;
}

/** The part of a trip a seat is sold for. */
export interface Segment {
  from: TripStop;
  to: TripStop;
}

/**
 * The part of the trip from one stop to another. A trip may pass a stop twice: the first time people may board
 * counts, to the first time after it that they may get off. Left out: where boarding is first possible, where
 * getting off is last.
 *
 * @returns undefined when the trip cannot be ridden like that
 */
export function findSegment(
  stops: readonly TripStop[],
  fromId?: string,
  toId?: string,
): Segment | undefined {
  const ends = toId === undefined ? stops.toReversed() : stops;
  for (const from of stops) {
    if (!from.boards || (fromId !== undefined && from.id !== fromId)) continue;
    const to = ends.find(
      (stop) =>
        stop.position > from.position && stop.alights && (toId === undefined || stop.id === toId),
    );
    if (to) return { from, to };
  }
  return undefined;
}

/** Whether the trip passes one stop and later the other, whoever may board or get off there. */
export function passes(stops: readonly TripStop[], fromId: string, toId: string): boolean {
  const first = stops.findIndex((stop) => stop.id === fromId);
  return first !== -1 && stops.slice(first + 1).some((stop) => stop.id === toId);
}

/** When people board and get off, epoch seconds. Where a feed has no time between the two, the boundaries. */
export function segmentTimes(
  trip: Trip,
  { from, to }: Segment,
): { departs: number; arrives: number } {
  const coarse = to.arrives <= from.departs;
  return {
    departs: trip.origin + (coarse ? from.boundary : from.departs),
    arrives: trip.origin + (coarse ? to.boundary : to.arrives),
  };
}
