import { addDays, daysBetween } from "../base/time.ts";
import type { RecordedBooking } from "./recorded-bookings.ts";

/** A recorded booking or cancellation, on a day counted from the first of the record. */
export type RecordedEvent = { day: number; kind: "booking" | "cancellation"; of: RecordedBooking };

const WEEK = 7;
/** Days until the earliest arrival, so that none is in the past before the replay is over. */
const AHEAD_DAYS = 2;

/**
 * Returns all events in their order: by day; within a day bookings before cancellations (a booking may be cancelled
 * on the day it was made); then in the order of the file.
 */
export function eventStream(bookings: readonly RecordedBooking[]): RecordedEvent[] {
  const first = bookings.reduce(
    (least, { bookedOn }) => (bookedOn < least ? bookedOn : least),
    "9999-12-31",
  );
  const events = bookings.flatMap((of): RecordedEvent[] => {
    const day = daysBetween(first, of.bookedOn);
    const booking: RecordedEvent = { day, kind: "booking", of };
    if (!of.cancelledOn) return [booking];
    const cancelDay = Math.max(day, daysBetween(first, of.cancelledOn));
    return [booking, { day: cancelDay, kind: "cancellation", of }];
  });
  return events.toSorted(
    (a, b) => a.day - b.day || a.kind.localeCompare(b.kind) || a.of.line - b.of.line,
  );
}

/** Moves stays by whole weeks, which keeps their weekdays, until the earliest begins after `today`. */
export function shiftIntoFuture(
  bookings: readonly RecordedBooking[],
  today: string,
): { bookings: RecordedBooking[]; weeks: number } {
  const earliest = bookings.map((one) => one.arrival).toSorted()[0] ?? today;
  const weeks = Math.max(0, Math.ceil((daysBetween(earliest, today) + AHEAD_DAYS) / WEEK));
  const shifted = bookings.map((one) => ({
    ...one,
    arrival: addDays(one.arrival, weeks * WEEK),
    departure: addDays(one.departure, weeks * WEEK),
  }));
  return { bookings: shifted, weeks };
}
