import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";
import type { GatewayName } from "./card-gateways.ts";
import type { GatewayEvent } from "./gateway.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What the outbox says when a webhook came for the first time. */
export interface WebhookReceived {
  inboxId: string;
}

/**
 * Puts a webhook into the inbox, and a word to the worker into the outbox: once per event of a gateway, a copy is
 * only counted. The caller has the platform's reach.
 *
 * @param now epoch milliseconds
 * @returns whether it came for the first time
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

/** Its own reference may not have been written down yet when the webhook comes. */
function ourIdIn({ paymentId }: GatewayEvent): string | null {
  return paymentId !== undefined && UUID.test(paymentId) ? paymentId : null;
}

export async function tellWorker(tx: Tx, received: WebhookReceived): Promise<void> {
  await sql`insert into outbox (topic, payload)
    values ('webhook.received', ${JSON.stringify(received)}::jsonb)`.execute(tx);
}
