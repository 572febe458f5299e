import type { Money } from "../../base/money.ts";
import { type Exempt, NOTHING_EXEMPT } from "../planned-item.ts";
import { zonedWriter } from "../zoned-writer.ts";
import { judgeTrip } from "./judge-trip.ts";
import type { Seat, SeatFacts } from "./seat-facts.ts";
import { type MappedSeat, mapSeats } from "./seat-map.ts";
import type { Segment } from "./trip.ts";
import { offerTrip, viewTrip } from "./trip-offer.ts";

/** Enough to choose from, few enough to read. */
const SEATS_NAMED_MAX = 10;

/** Alternatives to refused seats: the same trip with named seats, or another trip. */
export interface SeatAlternative {
  tripId: string;
  from: string;
  to: string;
  departure: string;
  arrival: string;
  seatsFree: number;
  price: Money;
  /** On the same trip: free seats, nearest to the requested ones first. */
  seats?: { label: string; row: number; column: number; class: string; price: Money }[];
}

/**
 * Where as many seats are free together: first the same trip, if it can be booked at all, then the route's next trips
 * within a day. `now` is epoch milliseconds.
 */
export function seatAlternatives(
  facts: SeatFacts,
  segment: Segment | undefined,
  wanted: readonly string[],
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): SeatAlternative[] {
  const { route, trip, next } = facts;
  const write = zonedWriter();
  const others = next.flatMap((candidate) => offerTrip(route, candidate, now, write, exempt) ?? []);
  const offers: SeatAlternative[] = others.map((offer) => ({
    tripId: offer.id,
    from: offer.from,
    to: offer.to,
    departure: offer.departure,
    arrival: offer.arrival,
    seatsFree: offer.seatsFree,
    price: offer.price,
  }));
  if (segment && judgeTrip(route, trip, segment, now, exempt).length === 0) {
    const free = mapSeats(facts, segment).filter((one) => one.status === "free");
    const counts = Object.groupBy(free, (one) => one.seat.class);
    const byClass = Object.fromEntries(
      Object.entries(counts).map(([name, seats]) => [name, seats?.length ?? 0]),
    );
    const { id, departure, arrival, seatsFree, price } = viewTrip(
      route,
      trip,
      segment,
      byClass,
      write,
    );
    const ends = { from: segment.from.id, to: segment.to.id };
    const seats = nearest(free, facts.seats, wanted).map((one) => nameSeat(one, route.currency));
    offers.unshift({ tripId: id, ...ends, departure, arrival, seatsFree, price, seats });
  }
  return offers.filter((offer) => offer.seatsFree >= wanted.length);
}

function nearest(
  free: readonly MappedSeat[],
  all: readonly Seat[],
  wanted: readonly string[],
): MappedSeat[] {
  const center = all.find((seat) => wanted.includes(seat.label)) ?? all[0];
  // A row away is further than the other side of the aisle.
  const distance = ({ seat }: MappedSeat) =>
    center ? Math.abs(seat.row - center.row) * 10 + Math.abs(seat.column - center.column) : 0;
  return free
    .toSorted((a, b) => distance(a) - distance(b) || a.seat.no - b.seat.no)
    .slice(0, Math.max(SEATS_NAMED_MAX, wanted.length));
}

function nameSeat({ seat, priceMinor }: MappedSeat, currency: string) {
  const { label, row, column, class: seatClass } = seat;
  return { label, row, column, class: seatClass, price: { amount: priceMinor, currency } };
}
