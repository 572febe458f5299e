import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";
import type { GatewayName } from "./card-gateways.ts";
import type { GatewayEvent } from "./gateway.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The outbox event for a webhook received for the first time. */
export interface WebhookReceived {
  inboxId: string;
}

/**
 * Stores a webhook in the inbox and an event for the worker in the outbox, once per gateway event; copies are only
 * counted. The caller has the platform's reach.
 *
 * @param now epoch milliseconds
 * @returns whether it was received for the first time
 */
export async function keepWebhook(
  tx: Tx,
  gateway: GatewayName,
  event: GatewayEvent,
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ id: string; deliveries: number }>`
    insert into webhook_inbox (id, gateway, event_id, type, body, gateway_ref, payment_id)
    values (${newId(now)}, ${gateway}, ${event.eventId}, ${event.type}, ${event.body}, ${event.ref?.ref ?? null},
      ${ourIdIn(event)})
    on conflict (gateway, event_id) do update set deliveries = webhook_inbox.deliveries + 1
    returning id, deliveries`.execute(tx);
  const { id: inboxId, deliveries } = rows[0]!;
  if (deliveries > 1) return false;
  await tellWorker(tx, { inboxId });
  return true;
}

/** The gateway's reference may not be stored yet when the webhook arrives. */
function ourIdIn({ paymentId }: GatewayEvent): string | null {
  return paymentId !== undefined && UUID.test(paymentId) ? paymentId : null;
}

export async function tellWorker(tx: Tx, received: WebhookReceived): Promise<void> {
  await sql`insert into outbox (topic, payload)
    values ('webhook.received', ${JSON.stringify(received)}::jsonb)`.execute(tx);
}
