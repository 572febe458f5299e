import { notAvailable, type Problem } from "../base/problem.ts";
import { doorWords } from "../db/constraint-words.ts";
import type { Canceller } from "./booking.ts";
import type { BookingView } from "./booking-view.ts";

/** A rule that closes a booking to its customer, with words for people. */
export interface ClosedDoor {
  rule: keyof typeof doorWords;
  message: (typeof doorWords)[keyof typeof doorWords];
}

/**
 * Whether its customer may still cancel a booking or change it: not when they are there, nor when it has begun, from when
 * on the rules for not coming apply. Its business may. What is only held or waits to be accepted costs nothing to leave, and
 * ends by itself.
 *
 * @param now epoch milliseconds
 * @returns why not; undefined when they may
 */
export function customerMayStillChange(
  booking: Pick<BookingView, "status" | "start"> & { checkedInAt: string | null },
  now: number,
): ClosedDoor | undefined {
  if (booking.status !== "confirmed") return undefined;
  if (booking.checkedInAt !== null) return closed("already-checked-in");
  return Date.parse(booking.start) <= now ? closed("already-begun") : undefined;
}

/** The same of a booking as it is shown, for whoever would change it. */
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

/** 422: no alternatives, because no other time helps, only the business does. */
export function doorClosed(door: ClosedDoor): Problem {
  return notAvailable([door], [], door.message);
}
