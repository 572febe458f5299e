import { percentOfMinor } from "../base/money.ts";
import { HOUR_MS } from "../base/time.ts";
import type { Terms } from "../availability/planned-item.ts";
import type { Canceller } from "./booking.ts";

/** What was agreed when the booking was made; later edits of the offering do not change it. */
export interface CancelPolicy {
  /** Free until so many hours before the start. */
  freeHours: number;
  /** After that: a share of the total, or a fixed fee. */
  feePercent: number;
  feeMinor: number;
  noShowFeePercent: number;
}

/** The strictest of several items' terms holds for their booking: one booking is cancelled as a whole. */
export function policyOf(terms: readonly Terms[]): CancelPolicy {
  return {
    freeHours: Math.max(...terms.map((one) => one.freeCancelHours)),
    feePercent: Math.max(...terms.map((one) => one.cancelFeePercent)),
    feeMinor: Math.max(...terms.map((one) => one.cancelFeeMinor)),
    noShowFeePercent: Math.max(...terms.map((one) => one.noShowFeePercent)),
  };
}

/**
 * What cancelling now would cost, in minor units, never more than the total. A business that cancels, and
 * a hold that nobody has paid, cost nothing.
 */
export function cancelFeeMinor(
  policy: CancelPolicy,
  booking: { status: string; startsAt: string; totalMinor: number },
  by: Canceller,
  now: number,
): number {
  if (by !== "customer" || booking.status !== "confirmed") return 0;
  if (now <= freeUntil(policy, booking.startsAt)) return 0;
  const fee = Math.max(policy.feeMinor, percentOfMinor(booking.totalMinor, policy.feePercent));
  return Math.min(fee, booking.totalMinor);
}

/** Epoch milliseconds up to which cancelling is free. */
export function freeUntil(policy: CancelPolicy, startsAt: string): number {
  return Date.parse(startsAt) - policy.freeHours * HOUR_MS;
}
