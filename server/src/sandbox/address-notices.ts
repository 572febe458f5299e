import { randomUUID } from "node:crypto";
import { instantText } from "../base/time.ts";
import type { Notice, SandboxParts } from "./parts.ts";
import type { Delivery } from "./webhook-queue.ts";

/** Returns the deliveries of an event: one per address, all with the same event id. */
export function addressNotice(parts: SandboxParts, notice: Notice): Delivery[] {
  if (notice.to === "stripe") return stripeDeliveries(parts, notice);
  if (notice.to === "invoice") {
    const body = JSON.stringify(notice.payload);
    return [{ ...fresh(notice), webhookId: "invoice", url: notice.url, body }];
  }
  const event = {
    id: randomUUID(),
    type: notice.type,
    created_at: instantText(parts.now()),
    account_name: "Holdfast Sandbox",
    live: false,
    data: notice.payload,
  };
  return moyasarTargets(parts, notice.type).map(({ id, url, method, secret }) => ({
    ...fresh(notice, event.id),
    webhookId: id,
    url,
    method,
    body: JSON.stringify({ ...event, secret_token: secret }),
  }));
}

interface Target {
  id: string;
  url: string;
  method: string;
  secret: string;
}

function moyasarTargets({ state, targets }: SandboxParts, type: string): Target[] {
  const list: Target[] = [];
  if (targets.moyasar) list.push({ id: "option", method: "POST", ...targets.moyasar });
  for (const { shown, secret } of state.webhooks.values()) {
    // The misspelt event goes to subscribers of the correct spelling.
    const name = type === "payment_faild" ? "payment_failed" : type;
    if (!shown.events.includes(name)) continue;
    list.push({ id: shown.id, url: shown.url, method: shown.http_method.toUpperCase(), secret });
  }
  return list;
}

function stripeDeliveries({ targets }: SandboxParts, notice: Notice): Delivery[] {
  if (!targets.stripe) return [];
  const { url, secret } = targets.stripe;
  const { id } = notice.payload as { id: string };
  const body = JSON.stringify(notice.payload);
  return [{ ...fresh(notice, id), webhookId: "option", url, body, signingSecret: secret }];
}

function fresh(notice: Notice, eventId: string = randomUUID()) {
  return {
    id: randomUUID(),
    to: notice.to,
    eventId,
    eventType: notice.type,
    method: "POST",
    attempts: 0,
  };
}
