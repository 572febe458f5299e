import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS } from "../base/time.ts";
import { isTaken } from "../payment/payment.ts";
import type { PaymentRow } from "../payment/payments.ts";

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
  return AFTER_MS.map((afterMs) => epochMs(since) + afterMs).find((at) => at > now);
}
