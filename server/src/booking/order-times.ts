import { HOLD_TOTAL_MINUTES_MAX } from "../base/limits.ts";
import { instantText, MINUTE_MS } from "../base/time.ts";
import type { PlannedItem, Terms } from "../availability/planned-item.ts";
import type { Status } from "./booking.ts";

/** How long an order is held, and at most: nothing of it is held any longer than it is sold. Epoch milliseconds. */
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
 * Until when a new booking waits to be accepted: as long as was agreed, at most until it begins; what is booked after its
 * start (a room, on the evening of arrival) until it is not sold any more. pending_until() in the database agrees.
 */
function pendingUntil(items: readonly PlannedItem[], now: number): number {
  const starts = Math.min(...items.map((item) => Date.parse(item.startsAt)));
  const sold = Math.min(...items.map((item) => Date.parse(item.saleEndsAt)));
  return Math.min(
    now + (acceptWithin(items.map((item) => item.terms)) ?? Infinity) * MINUTE_MS,
    now < starts ? starts : sold,
  );
}

/** The shortest that any item which is accepted by hand allows; null where none limits it. */
export function acceptWithin(
  terms: readonly Pick<Terms, "acceptance" | "acceptWithinMinutes">[],
): number | null {
  const limits = terms.flatMap(({ acceptance, acceptWithinMinutes }) =>
    acceptance === "manual" ? (acceptWithinMinutes ?? []) : [],
  );
  return limits.length > 0 ? Math.min(...limits) : null;
}

/** When a new booking runs out by itself; null when it counts at once. */
export function expiryOf(
  status: Status,
  items: readonly PlannedItem[],
  heldUntil: number,
  now: number,
): string | null {
  if (status === "confirmed") return null;
  return instantText(status === "reserved" ? heldUntil : pendingUntil(items, now));
}
