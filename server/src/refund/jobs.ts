import type { MoneyParts } from "../payment/money-parts.ts";
import type { Subscription } from "../queue/event.ts";
import { sendRefunds } from "./send-refunds.ts";

/** Registers the job that sends refunds as soon as they are requested. */
export function refundSubscriptions(parts: MoneyParts): Subscription[] {
  return [
    {
      topic: "refund.requested",
      run: ({ payload }) => sendRefunds(parts, (payload as { paymentId: string }).paymentId),
    },
  ];
}
