import { sql } from "kysely";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { notFound } from "../base/problem.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { GatewayName } from "./card-gateways.ts";

/** A stored webhook without its body. */
export interface InboxItem {
  id: string;
  gateway: GatewayName;
  eventId: string;
  type: string;
  gatewayRef: string | null;
  receivedAt: string;
  /** How often it was delivered. */
  deliveries: number;
  processedAt: string | null;
  /** The outcome: settled, unchanged, unknown-payment … */
  outcome: string | null;
}

export interface InboxFilter {
  processed?: boolean;
  gateway?: GatewayName;
  limit?: number;
  cursor?: string;
}

const columns = sql`id, gateway, event_id as "eventId", type, gateway_ref as "gatewayRef", received_at as "receivedAt",
  deliveries, processed_at as "processedAt", outcome`;

/**
 * Lists webhooks, newest first; only the platform sees any.
 *
 * @throws Problem invalid-request for a cursor of another list
 */
export async function listInbox(db: Db, filter: InboxFilter): Promise<Page<InboxItem>> {
  const size = pageSize(filter.limit);
  const [at, id] = filter.cursor ? decodeCursor(filter.cursor, ["instant", "id"]) : [null, null];
  const { processed = null, gateway = null } = filter;
  const { rows } = await sql<InboxItem>`
    select ${columns} from webhook_inbox
    where (${processed}::boolean is null or (processed_at is not null) = ${processed})
      and (${gateway}::text is null or gateway = ${gateway})
      and (${at}::timestamptz is null or (received_at, id) < (${at}, ${id}::uuid))
    order by received_at desc, id desc limit ${size + 1}`.execute(db);
  return toPage(
    rows,
    size,
    (row) => [row.receivedAt, row.id],
    (row) => row,
  );
}

/** Locks a stored webhook. @throws Problem not-found */
export async function lockInboxItem(tx: Tx, id: string): Promise<InboxItem> {
  const { rows } = await sql<InboxItem>`
    select ${columns} from webhook_inbox where id = ${id} for update`.execute(tx);
  if (!rows[0]) throw notFound("webhook");
  return rows[0];
}
