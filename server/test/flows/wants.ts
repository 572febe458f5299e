import type { BusLine } from "../harness/bus-line.ts";
import type { Hotel, Salon, Venue } from "../harness/businesses.ts";

/** Items of a request, with defaults for what a test does not set. Instants with any offset, dates YYYY-MM-DD. */
export function haircut(
  salon: Salon,
  start: string,
  more: { staffId?: string; end?: string } = {},
) {
  return { kind: "appointment", serviceId: salon.serviceId, start, ...more };
}

/** One hour on one rig unless more rigs or hours are given. */
export function rig(
  venue: Venue,
  start: string,
  more: { hours?: number; units?: number; unitIds?: string[] } = {},
) {
  const { hours = 1, ...which } = more;
  const end = new Date(Date.parse(start) + hours * 3_600_000).toISOString();
  return { kind: "rental", rentalId: venue.rentalId, start, end, ...which };
}

/** Seats from Riyadh to Hail, or between two stops by their numbers. */
export function seats(bus: BusLine, labels: readonly string[], from = 0, to = 2) {
  return {
    kind: "seat",
    tripId: bus.tripId,
    from: bus.stopIds[from],
    to: bus.stopIds[to],
    seats: labels.map((label) => ({ label, passenger: `Passenger in ${label}` })),
  };
}

export function nights(
  hotel: Hotel,
  checkIn: string,
  checkOut: string,
  more: { rooms?: number; guests?: number } = {},
) {
  const { rooms = 1, guests = rooms } = more;
  return { kind: "stay", roomTypeId: hotel.roomTypeId, checkIn, checkOut, rooms, guests };
}

/** The short name at the end of a problem's type. */
export function problemOf({ body }: { body: { type?: string } }): string | undefined {
  return body.type?.replace(/.*\//, "");
}
