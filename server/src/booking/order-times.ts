import { HOLD_TOTAL_MINUTES_MAX } from "../base/limits.ts";
import { instantText, MINUTE_MS } from "../base/time.ts";
import type { PlannedItem, Terms } from "../availability/planned-item.ts";
import type { Status } from "./booking.ts";

/** Returns how long an order is held, and the maximum: never beyond the end of its sale. Epoch milliseconds. */
export function holdOf(
  accepted: readonly PlannedItem[],
  now: number,
): { until: number; atMost: number } {
  const sold = Math.min(...accepted.map((item) => Date.parse(item.saleEndsAt)));
  const minutes = Math.min(...accepted.map((item) => item.terms.holdMinutes));
  return {
    until: Math.min(now + minutes * MINUTE_MS, sold),
    atMost: Math.min(now + HOLD_TOTAL_MINUTES_MAX * MINUTE_MS, sold),
  };
}

/**
 * Returns until when a new booking waits to be accepted: for the agreed time, at most until it begins; a booking made
 * after its start (a room, on the evening of arrival) until its sale ends. pending_until() in the database agrees.
 */
function pendingUntil(items: readonly PlannedItem[], now: number): number {
  const starts = Math.min(...items.map((item) => Date.parse(item.startsAt)));
  const sold = Math.min(...items.map((item) => Date.parse(item.saleEndsAt)));
  return Math.min(
    now + (acceptWithin(items.map((item) => item.terms)) ?? Infinity) * MINUTE_MS,
    now < starts ? starts : sold,
  );
}

/** Returns the shortest time to accept among items accepted by hand; null when none has a limit. */
export function acceptWithin(
  terms: readonly Pick<Terms, "acceptance" | "acceptWithinMinutes">[],
): number | null {
  const limits = terms.flatMap(({ acceptance, acceptWithinMinutes }) =>
    acceptance === "manual" ? (acceptWithinMinutes ?? []) : [],
  );
  return limits.length > 0 ? Math.min(...limits) : null;
}

/** Returns when a new booking expires by itself; null when it counts at once. */
export function expiryOf(
  status: Status,
  items: readonly PlannedItem[],
  heldUntil: number,
  now: number,
): string | null {
  if (status === "confirmed") return null;
  return instantText(status === "reserved" ? heldUntil : pendingUntil(items, now));
}
