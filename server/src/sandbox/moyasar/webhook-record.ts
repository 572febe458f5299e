import { randomUUID } from "node:crypto";
import { instantText } from "../../base/time.ts";
import type { SandboxParts } from "../parts.ts";
import type { Fields } from "../read-body.ts";
import { Checks } from "./checks.ts";

export const webhookEvents = [
  "payment_paid",
  "payment_failed",
  "payment_voided",
  "payment_authorized",
  "payment_captured",
  "payment_refunded",
  "payment_abandoned",
  "payment_verified",
  "card_auth_authenticated",
  "card_auth_failed",
];

/** An address registered over the API. */
export interface WebhookRecord {
  shown: { id: string; http_method: string; url: string; created_at: string; events: string[] };
  secret: string;
}

/** Handles `POST /webhooks`. Moyasar requires HTTPS; a sandbox also accepts a server on the same machine. */
export function createWebhook(parts: SandboxParts, fields: Fields): WebhookRecord {
  const checks = new Checks();
  const url = checks.url(fields, "url", true) ?? "";
  const secret = checks.words(fields, "shared_secret", { isNeeded: true }) ?? "";
  const method = checks.words(fields, "http_method", { isNeeded: false }) ?? "post";
  if (!/^(post|put|patch)$/.test(method)) checks.add("http_method", "is not supported");
  const events = Object.values((fields.events as string[] | undefined) ?? []);
  if (events.some((one) => !webhookEvents.includes(one))) checks.add("events", "is not an event");
  checks.done();
  const id = randomUUID();
  const wanted = events.length > 0 ? events : webhookEvents;
  const created_at = instantText(parts.now());
  const record = { shown: { id, http_method: method, url, created_at, events: wanted }, secret };
  parts.state.webhooks.set(id, record);
  return record;
}
