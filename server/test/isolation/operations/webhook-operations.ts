import { createHmac, randomUUID } from "node:crypto";
import { sandboxKeys } from "../../harness/sandbox.ts";
import { send, type Estate } from "../estate.ts";
import type { Operations } from "./operation.ts";

/** An event as Moyasar sends it, with the secret in the body. */
export function moyasarEvent(more: object = {}) {
  return {
    id: randomUUID(),
    type: "payment_paid",
    created_at: "2026-11-21T06:00:00.000Z",
    secret_token: sandboxKeys.webhookSecret,
    account_name: null,
    live: false,
    data: { id: randomUUID(), status: "paid", amount: 10_000, currency: "SAR" },
    ...more,
  };
}

/** An event as Stripe sends it; its body must be signed. */
export function stripeEvent(more: object = {}) {
  return {
    id: `evt_${randomUUID().replaceAll("-", "")}`,
    object: "event",
    type: "payment_intent.succeeded",
    livemode: false,
    data: { object: { id: "pi_of_nobody", object: "payment_intent", status: "succeeded" } },
    ...more,
  };
}

/** Stripe's signature of these bytes: docs.stripe.com/webhooks#verify-manually. `at` in epoch seconds. */
export function stripeSignature(
  body: string,
  { at = Math.floor(Date.now() / 1000), secret = sandboxKeys.stripeWebhookSecret } = {},
): Record<string, string> {
  const mac = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
  return { "stripe-signature": `t=${at},v1=${mac}` };
}

/** Receives a webhook; returns its id in the inbox. */
async function received(estate: Estate): Promise<string> {
  const event = moyasarEvent();
  await send(estate, "POST", "/webhooks/moyasar", event, { by: {} });
  const row = await estate.app.owner
    .selectFrom("webhook_inbox")
    .select("id")
    .where("event_id", "=", event.id)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Webhook requests of gateways, and the platform's requests about the inbox. */
export const webhookOperations: Operations = {
  "POST /webhooks/moyasar": { ask: () => ({ body: moyasarEvent() }) },
  "POST /webhooks/stripe": {
    proof: (body) => stripeSignature(body),
    ask: () => ({ body: stripeEvent() }),
  },
  "GET /v1/admin/webhookInbox": {
    ask: () => ({ query: { processed: "false", gateway: "moyasar", limit: 5 } }),
  },
  "POST /v1/admin/webhookInbox/:id/reprocessing": {
    ask: async (estate) => ({ params: { id: await received(estate) } }),
  },
};
