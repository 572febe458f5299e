import type { WebhookReceived } from "./keep-webhook.ts";
import type { MoneyParts } from "./money-parts.ts";
import type { Subscription } from "../queue/event.ts";
import { settleWebhook } from "./settle-webhook.ts";

/** Registers the job that settles a stored webhook's payment. */
export function paymentSubscriptions(parts: MoneyParts): Subscription[] {
  return [
    {
      topic: "webhook.received",
      run: ({ payload }) => settleWebhook(parts, payload as WebhookReceived),
    },
  ];
}
