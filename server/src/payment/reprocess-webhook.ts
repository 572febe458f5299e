import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import type { Tx } from "../db/connection.ts";
import { tellWorker } from "./keep-webhook.ts";
import { lockInboxItem, type InboxItem } from "./webhook-inbox.ts";

/**
 * Queues a webhook to be processed again, whatever its outcome was. The worker fetches the payment's current state, so
 * nothing happens twice.
 *
 * @throws Problem not-found
 */
export async function reprocessWebhook(tx: Tx, inboxId: string): Promise<InboxItem> {
  const before = await lockInboxItem(tx, inboxId);
  await sql`update webhook_inbox set processed_at = null, outcome = null where id = ${inboxId}`.execute(
    tx,
  );
  await tellWorker(tx, { inboxId });
  const after: InboxItem = { ...before, processedAt: null, outcome: null };
  await noteAction(tx, {
    action: "webhook.reprocessed",
    subjectKind: "webhook",
    subjectId: inboxId,
    before,
    after,
  });
  return after;
}
