import { sql } from "kysely";
import { money, type Money } from "../base/money.ts";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import type { Db, Tx } from "../db/connection.ts";

/** Money that was transferred to a business. */
export interface Payout {
  id: string;
  amount: Money;
  /** The bank's reference, or another one that identifies the transfer. */
  reference: string;
  /** Its batch; null for a single payout. */
  batchId: string | null;
  /** The admin who recorded it. */
  createdBy: string | null;
  createdAt: string;
}

type Row = Omit<Payout, "amount"> & { minor: number; currency: string };

const columns = sql`id, amount_minor as minor, currency, reference, batch_id as "batchId", paid_by as "createdBy",
  created_at as "createdAt"`;

/** Returns a payout that was just recorded. @throws Error when there is none */
export async function readPayout(tx: Tx, businessId: string, id: string): Promise<Payout> {
  const { rows } = await sql<Row>`
    select ${columns} from payouts where business_id = ${businessId} and id = ${id}`.execute(tx);
  return viewPayout(rows[0]!);
}

/**
 * Lists payouts, newest first.
 *
 * @throws Problem invalid-request for a cursor of another list
 */
export async function listPayouts(
  db: Db,
  businessId: string,
  asked: { limit?: number; cursor?: string },
): Promise<Page<Payout>> {
  const size = pageSize(asked.limit);
  const [before] = asked.cursor ? decodeCursor(asked.cursor, ["id"]) : [];
  const { rows } = await sql<Row>`
    select ${columns} from payouts
    where business_id = ${businessId} and ${before === undefined ? sql`true` : sql`id < ${before}::uuid`}
    order by id desc limit ${size + 1}`.execute(db);
  return toPage(rows, size, ({ id }) => [id], viewPayout);
}

function viewPayout({ minor, currency, ...payout }: Row): Payout {
  return { ...payout, amount: money(minor, currency) };
}
