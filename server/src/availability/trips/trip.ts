import type { Text } from "../../base/text.ts";
import type { Terms } from "../planned-item.ts";

/** One stop of a trip's own timetable. Seconds count from the trip's origin. */
export interface TripStop {
  /** Seats are claimed from and to these positions. They rise, with gaps, and are never reused for another stop. */
  position: number;
  id: string;
  name: Text;
  timezone: string;
  arrives: number;
  departs: number;
  /** A time that rises at every stop, even where a feed gives two stops the same minute. */
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

/** Shared by the trips of a route. */
export interface Route {
  businessId: string;
  /** The version of the business's catalogue that these facts show; compared again when an order is placed. */
  catalogueVersion: number;
  businessName: Text;
  offeringId: string;
  name: Text;
  currency: string;
  onSale: boolean;
  /** Per seat, where no fare applies. */
  priceMinor: number;
  fares: Fare[];
  leadMinutes: number;
  horizonDays: number;
  terms: Terms;
}

/** Per seat between two stops; class "" is any. */
export interface Fare {
  from: string;
  to: string;
  class: string;
  priceMinor: number;
}

/** The segment of the trip a seat is sold for. */
export interface Segment {
  from: TripStop;
  to: TripStop;
}

/**
 * Finds the segment of a trip from one stop to another. A trip may pass a stop twice: the first time people may board
 * counts, to the first time after it that they may get off. Omitted stops default to the first where boarding is
 * possible and the last where getting off is.
 *
 * @returns undefined when the trip cannot be taken that way
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

/** Whether the trip passes one stop and later the other, regardless of boarding and alighting rules. */
export function passes(stops: readonly TripStop[], fromId: string, toId: string): boolean {
  const first = stops.findIndex((stop) => stop.id === fromId);
  return first !== -1 && stops.slice(first + 1).some((stop) => stop.id === toId);
}

/** Boarding and alighting times, epoch seconds. The boundaries stand in where a feed has no time between the two. */
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
