import { notAvailable, type Problem } from "../base/problem.ts";
import { doorWords } from "../db/constraint-words.ts";
import type { Canceller } from "./booking.ts";
import type { BookingView } from "./booking-view.ts";

/** A rule that stops the customer from changing a booking, with its message. */
export interface ClosedDoor {
  rule: keyof typeof doorWords;
  message: (typeof doorWords)[keyof typeof doorWords];
}

/**
 * Tells whether the customer may still cancel or change a booking: not once they are checked in, nor once it has
 * begun, when the no-show rules apply. Its business may. A hold or a pending booking is free to leave, and ends by
 * itself.
 *
 * @param now epoch milliseconds
 * @returns the reason; undefined when they may
 */
export function customerMayStillChange(
  booking: Pick<BookingView, "status" | "start"> & { checkedInAt: string | null },
  now: number,
): ClosedDoor | undefined {
  if (booking.status !== "confirmed") return undefined;
  if (booking.checkedInAt !== null) return closed("already-checked-in");
  return Date.parse(booking.start) <= now ? closed("already-begun") : undefined;
}

/** Checks the same for a booking as it is shown. */
export function closedDoor(
  by: Canceller,
  booking: BookingView,
  now: number,
): ClosedDoor | undefined {
  const { status, start, stamps } = booking;
  if (by !== "customer") return undefined;
  return customerMayStillChange({ status, start, checkedInAt: stamps.checkedInAt }, now);
}

function closed(rule: ClosedDoor["rule"]): ClosedDoor {
  return { rule, message: doorWords[rule] };
}

/** Returns a 422 without alternatives, because only the business can help, not another time. */
export function doorClosed(door: ClosedDoor): Problem {
  return notAvailable([door], [], door.message);
}
