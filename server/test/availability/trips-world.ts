import type { BusySeat, SeatFacts } from "../../src/availability/trips/seat-facts.ts";
import type { SeatItem } from "../../src/availability/trips/seat-item.ts";
import type { Route, Trip, TripStop } from "../../src/availability/trips/trip.ts";
import { at, terms } from "./slot-facts.ts";

const HOUR = 3600;

/** A stop named by one letter, `hours` after the trip's origin, waiting ten minutes. */
export function stop(
  id: string,
  position: number,
  hours: number,
  changes: Partial<TripStop> = {},
): TripStop {
  return {
    position,
    id,
    name: { ar: id, en: id },
    timezone: "Asia/Riyadh",
    arrives: hours * HOUR - 600,
    departs: hours * HOUR,
    boundary: hours * HOUR,
    boards: true,
    alights: true,
    ...changes,
  };
}

export function route(changes: Partial<Route> = {}): Route {
  return {
    businessId: "b",
    catalogueVersion: 1,
    businessName: { ar: "حافلات", en: "Coaches" },
    offeringId: "r",
    name: { ar: "خط", en: "Line" },
    currency: "SAR",
    onSale: true,
    priceMinor: 9000,
    fares: [],
    leadMinutes: 0,
    horizonDays: 1000,
    terms,
    ...changes,
  };
}

/** A, B, C at 8, 12 and 15 o'clock in Riyadh on 22 November. */
export function trip(changes: Partial<Trip> = {}): Trip {
  return {
    id: "t",
    origin: at("2026-11-22T00:00:00+03:00"),
    cancelled: false,
    stops: [stop("A", 1, 8), stop("B", 2, 12), stop("C", 3, 15)],
    ...changes,
  };
}

/** Four seats, 1 and 2 of class "vip". `busy` in positions of the trip. */
export function seatFacts(
  changes: Partial<Omit<SeatFacts, "busy">> & {
    busy?: [seat: number, from: number, until: number, held?: boolean][];
  } = {},
): SeatFacts {
  const { busy = [], trip: theTrip = trip(), ...rest } = changes;
  return {
    route: route(),
    trip: theTrip,
    seats: [1, 2, 3, 4].map((no) => ({
      no,
      label: `${no}`,
      row: Math.ceil(no / 2),
      column: 2 - (no % 2),
      class: no <= 2 ? "vip" : "standard",
    })),
    busy: busy.map(([no, from, until, held = false]): BusySeat => [no, from, until, held]),
    next: [],
    ...rest,
  };
}

export function seatItem(from: string, to: string, ...labels: string[]): SeatItem {
  const seats = labels.map((label) => ({ label, passenger: `Passenger ${label}` }));
  return { kind: "seat", tripId: "t", from, to, seats };
}

export const eveningBefore = Date.parse("2026-11-21T18:00:00+03:00");
