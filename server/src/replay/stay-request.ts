import type { RecordedBooking } from "./recorded-bookings.ts";

/** Returns the body of POST /v1/bookings for a recorded stay. */
export function stayRequest(booking: RecordedBooking, roomTypeId: string): object {
  const { arrival, departure, guests, line } = booking;
  return {
    items: [{ kind: "stay", roomTypeId, checkIn: arrival, checkOut: departure, rooms: 1, guests }],
    customer: { name: `Guest ${line}`, phone: phoneOf(booking) },
  };
}

/** Returns the nights of a stay, each by the date it begins on. */
export function nightsOf({ arrival, departure }: RecordedBooking): string[] {
  const nights: string[] = [];
  const end = Temporal.PlainDate.from(departure);
  for (
    let night = Temporal.PlainDate.from(arrival);
    Temporal.PlainDate.compare(night, end) < 0;
    night = night.add({ days: 1 })
  ) {
    nights.push(night.toString());
  }
  return nights;
}

/** Portuguese mobile numbers that are never written to: the record has no names. */
function phoneOf({ line }: RecordedBooking): string {
  return `+35191${String(line % 10_000_000).padStart(7, "0")}`;
}
