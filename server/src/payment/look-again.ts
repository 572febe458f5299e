import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from "../base/time.ts";
import { isTaken } from "./payment.ts";
import type { PaymentRow } from "./payments.ts";

const AFTER_MS = [10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, DAY_MS];

/**
 * When a payment that came to an end is to be asked about once more, for a day: after it failed its money may arrive
 * yet, and after a page was paid that of another tab.
 *
 * @param now epoch milliseconds
 * @returns epoch milliseconds; undefined when there is nothing more to come
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

/** The first of the times so long after `since` that is still to come; all in epoch milliseconds, or milliseconds. */
export function firstAfter(
  since: number,
  waitsMs: readonly number[],
  now: number,
): number | undefined {
  return waitsMs.map((waitMs) => since + waitMs).find((at) => at > now);
}
