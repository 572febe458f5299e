import type { WebhookReceived } from "./keep-webhook.ts";
import type { MoneyParts } from "./money-parts.ts";
import { sendRefunds } from "./send-refunds.ts";
import type { Subscription } from "../queue/event.ts";
import { settleWebhook } from "./settle-webhook.ts";

/** Money that moves because something was committed: a webhook came in, a refund was promised. */
export function checkoutSubscriptions(parts: MoneyParts): Subscription[] {
  return [
    {
      topic: "webhook.received",
      run: ({ payload }) => settleWebhook(parts, payload as WebhookReceived),
    },
    {
      topic: "refund.requested",
      run: ({ payload }) => sendRefunds(parts, (payload as { paymentId: string }).paymentId),
    },
  ];
}
