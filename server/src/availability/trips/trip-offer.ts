import type { Money } from "../../base/money.ts";
import type { Text } from "../../base/text.ts";
import { type Exempt, NOTHING_EXEMPT } from "../planned-item.ts";
import type { WriteInstant } from "../zoned-writer.ts";
import { fareMinor } from "./fare.ts";
import { judgeTrip } from "./judge-trip.ts";
import type { TripCandidate } from "./seat-facts.ts";
import {
  findSegment,
  type Route,
  type Segment,
  segmentTimes,
  type Trip,
  type TripStop,
} from "./trip.ts";

/** A stop as shown to people. Instants carry the stop's offset. */
export interface StopView {
  id: string;
  name: Text;
  /** From 1, in the order of travel. */
  position: number;
  arrival: string;
  departure: string;
}

/** A segment of a trip with its free seats. `price` is the lowest for one seat. */
export interface TripOffer {
  id: string;
  businessId: string;
  businessName: Text;
  routeName: Text;
  /** Stop ids, as a booking names them. */
  from: string;
  to: string;
  departure: string;
  arrival: string;
  /** The stops of that segment, ends included. */
  stops: StopView[];
  seatsFree: number;
  price: Money;
}

export function viewStop(trip: Trip, stop: TripStop, write: WriteInstant): StopView {
  return {
    id: stop.id,
    name: stop.name,
    position: trip.stops.indexOf(stop) + 1,
    arrival: write(trip.origin + stop.arrives, stop.timezone),
    departure: write(trip.origin + stop.departs, stop.timezone),
  };
}

/**
 * The offer for a trip that was found; undefined when a rule refuses it, or when a booking from stop to stop would
 * mean another segment of it. A sold-out trip is shown, with no seat free. `now` is epoch ms.
 */
export function offerTrip(
  route: Route,
  candidate: TripCandidate,
  now: number,
  write: WriteInstant,
  exempt: Exempt = NOTHING_EXEMPT,
): TripOffer | undefined {
  const { trip, fromPosition, toPosition } = candidate;
  const at = (position: number) => trip.stops.find((stop) => stop.position === position);
  const segment = findSegment(trip.stops, at(fromPosition)?.id, at(toPosition)?.id);
  if (segment?.from.position !== fromPosition || segment.to.position !== toPosition)
    return undefined;
  if (judgeTrip(route, trip, segment, now, exempt).length > 0) return undefined;
  return viewTrip(route, trip, segment, candidate.free, write);
}

/** `free` counts seats by class. Sold out, the price is that of the cheapest class. */
export function viewTrip(
  route: Route,
  trip: Trip,
  segment: Segment,
  free: Record<string, number>,
  write: WriteInstant,
): TripOffer {
  const { from, to } = segment;
  const { departs, arrives } = segmentTimes(trip, segment);
  const open = Object.keys(free).filter((one) => (free[one] ?? 0) > 0);
  const prices = (open.length > 0 ? open : [""]).map((one) =>
    fareMinor(route, trip.stops, segment, one),
  );
  return {
    id: trip.id,
    businessId: route.businessId,
    businessName: route.businessName,
    routeName: route.name,
    from: from.id,
    to: to.id,
    departure: write(departs, from.timezone),
    arrival: write(arrives, to.timezone),
    stops: trip.stops
      .filter((stop) => stop.position >= from.position && stop.position <= to.position)
      .map((stop) => viewStop(trip, stop, write)),
    seatsFree: Object.values(free).reduce((sum, count) => sum + count, 0),
    price: { amount: Math.min(...prices), currency: route.currency },
  };
}
