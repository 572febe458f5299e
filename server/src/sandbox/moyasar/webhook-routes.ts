import type { SandboxParts } from "../parts.ts";
import type { Call, Operation } from "../serve.ts";
import { notThere } from "./refusals.ts";
import { createWebhook, webhookEvents, type WebhookRecord } from "./webhook-record.ts";

export const webhookRoutes: Operation[] = [
  {
    method: "POST",
    path: "/v1/webhooks",
    name: "other",
    run: (parts, { fields }) => ({ status: 201, json: createWebhook(parts, fields).shown }),
  },
  {
    method: "GET",
    path: "/v1/webhooks",
    name: "read",
    run: ({ state }) => ({
      json: { webhooks: [...state.webhooks.values()].map(({ shown }) => shown) },
    }),
  },
  {
    method: "GET",
    path: "/v1/webhooks/available_events",
    name: "read",
    run: () => ({ json: { events: webhookEvents } }),
  },
  { method: "GET", path: "/v1/webhooks/attempts", name: "read", run: listAttempts },
  {
    method: "GET",
    path: "/v1/webhooks/attempts/:id",
    name: "read",
    run({ state }, { params }) {
      const attempt = state.attempts.get(params.id!);
      if (!attempt) throw notThere();
      return { json: attempt };
    },
  },
  {
    method: "GET",
    path: "/v1/webhooks/:id",
    name: "read",
    run: (parts, call) => ({ json: webhookOf(parts, call).shown }),
  },
  {
    method: "DELETE",
    path: "/v1/webhooks/:id",
    name: "other",
    run(parts, call) {
      parts.state.webhooks.delete(webhookOf(parts, call).shown.id);
      return { json: { message: "Webhook was deleted successfully" } };
    },
  },
];

function listAttempts({ state }: SandboxParts, { query }: Call) {
  const filters = ["webhook_id", "event_id", "event_type"] as const;
  const found = [...state.attempts.values()]
    .toReversed()
    .filter((one) => filters.every((name) => (query.get(name) ?? one[name]) === one[name]));
  return { json: { webhook_attempts: found } };
}

function webhookOf({ state }: SandboxParts, { params }: Call): WebhookRecord {
  const webhook = state.webhooks.get(params.id!);
  if (!webhook) throw notThere();
  return webhook;
}
