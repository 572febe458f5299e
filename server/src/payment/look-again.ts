import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from "../base/time.ts";
import { isTaken } from "./payment.ts";
import type { PaymentRow } from "./payments.ts";

const AFTER_MS = [10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, DAY_MS];

/**
 * Returns when a finished payment is to be polled once more, for a day: the money of a failed payment may still arrive,
 * and a paid page may be paid again in another tab.
 *
 * @param now epoch milliseconds
 * @returns epoch milliseconds; undefined when no poll is left
 */
export function nextLookAt(
  payment: Pick<PaymentRow, "status" | "failed_at" | "paid_at" | "gateway_charge" | "duplicate_of">,
  now: number,
): number | undefined {
  const isPage = payment.gateway_charge !== null && payment.duplicate_of === null;
  const failedAt = payment.status === "failed" ? payment.failed_at : null;
  const since = isPage && isTaken(payment.status) ? payment.paid_at : failedAt;
  if (since === null) return undefined;
  return firstAfter(epochMs(since), AFTER_MS, now);
}

/** Returns the first of the delays after `since` that is still ahead; all in milliseconds or epoch milliseconds. */
export function firstAfter(
  since: number,
  waitsMs: readonly number[],
  now: number,
): number | undefined {
  return waitsMs.map((waitMs) => since + waitMs).find((at) => at > now);
}
