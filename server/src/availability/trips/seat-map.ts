import type { Money } from "../../base/money.ts";
import { fareMinor } from "./fare.ts";
import type { Seat, SeatFacts } from "./seat-facts.ts";
import type { Segment } from "./trip.ts";

export type SeatStatus = "free" | "held" | "taken";

/** A seat of the map, with its status and price for one segment of the trip. */
export interface SeatOffer {
  label: string;
  row: number;
  column: number;
  class: string;
  status: SeatStatus;
  price: Money;
}

/** A seat with the claim that booking it would make. */
export type MappedSeat = { seat: Seat; status: SeatStatus; priceMinor: number };

/**
 * Every seat for one segment of the trip: free, held by somebody who has not paid yet, or taken. Bookings on the rest
 * of the trip do not matter.
 */
export function mapSeats(facts: SeatFacts, segment: Segment): MappedSeat[] {
  const { from, to } = segment;
  const inTheWay = facts.busy.filter(
    ([, boards, alights]) => boards < to.position && alights > from.position,
  );
  const held = new Set(inTheWay.filter((one) => one[3]).map(([no]) => no));
  const taken = new Set(inTheWay.filter((one) => !one[3]).map(([no]) => no));
  const prices = new Map<string, number>();
  return facts.seats.map((seat) => {
    const priceMinor =
      prices.get(seat.class) ?? fareMinor(facts.route, facts.trip.stops, segment, seat.class);
    prices.set(seat.class, priceMinor);
    const status = taken.has(seat.no) ? "taken" : held.has(seat.no) ? "held" : "free";
    return { seat, status, priceMinor };
  });
}

/** The seat map as shown to people. */
export function listSeats(facts: SeatFacts, segment: Segment): SeatOffer[] {
  const { currency } = facts.route;
  return mapSeats(facts, segment).map(({ seat, status, priceMinor }) => ({
    label: seat.label,
    row: seat.row,
    column: seat.column,
    class: seat.class,
    status,
    price: { amount: priceMinor, currency },
  }));
}
