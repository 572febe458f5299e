import type { MoneyParts } from "../payment/money-parts.ts";
import type { Subscription } from "../queue/event.ts";
import { sendRefunds } from "./send-refunds.ts";

/** Refunds are sent as soon as they are promised. */
export function refundSubscriptions(parts: MoneyParts): Subscription[] {
  return [
    {
      topic: "refund.requested",
      run: ({ payload }) => sendRefunds(parts, (payload as { paymentId: string }).paymentId),
    },
  ];
}
