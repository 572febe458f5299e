import { sql, type RawBuilder } from "kysely";
import { money, type Money } from "../base/money.ts";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { notFound } from "../base/problem.ts";
import { text, type Text } from "../base/text.ts";
import type { Db, Tx } from "../db/connection.ts";
import { readInBatches } from "../db/read-in-batches.ts";
import type { Payout } from "./payouts.ts";

/** Payouts to many businesses, made as one batch. */
export interface PayoutBatch {
  id: string;
  reference: string;
  /** The total of its payouts. */
  amount: Money;
  payoutCount: number;
  /** The admin who made it. */
  createdBy: string | null;
  createdAt: string;
}

/** A payout with its recipient. */
export interface BatchPayout extends Payout {
  businessId: string;
  businessName: Text;
}

export interface FullPayoutBatch extends PayoutBatch {
  /** One page, by the number in their references, which follows the order of the businesses' ids. */
  payouts: BatchPayout[];
  nextCursor: string | null;
}

type Row = Omit<PayoutBatch, "amount"> & { minor: number; currency: string };

const columns = sql`id, reference, amount_minor as minor, currency, payouts as "payoutCount",
  created_by as "createdBy", created_at as "createdAt"`;

/**
 * Lists batches, newest first.
 *
 * @throws Problem invalid-request for a cursor of another list
 */
export async function listPayoutBatches(
  db: Db,
  asked: { limit?: number; cursor?: string },
): Promise<Page<PayoutBatch>> {
  const size = pageSize(asked.limit);
  const [before] = asked.cursor ? decodeCursor(asked.cursor, ["id"]) : [];
  const { rows } = await sql<Row>`
    select ${columns} from payout_batches
    where ${before === undefined ? sql`true` : sql`id < ${before}::uuid`}
    order by id desc limit ${size + 1}`.execute(db);
  return toPage(rows, size, ({ id }) => [id], viewBatch);
}

/**
 * Returns a batch with a page of its payouts.
 *
 * @throws Problem not-found, invalid-request for a cursor of another list
 */
export async function getFullPayoutBatch(
  db: Db | Tx,
  id: string,
  asked: { limit?: number; cursor?: string } = {},
): Promise<FullPayoutBatch> {
  const batch = await getPayoutBatch(db, id);
  const size = pageSize(asked.limit);
  const [after] = asked.cursor ? decodeCursor(asked.cursor, ["id"]) : [];
  const { rows } = await sql<PayoutRow>`${payoutsOf(id)}
    and ${after === undefined ? sql`true` : sql`p.business_id > ${after}::uuid`}
    ${inOrder} limit ${size + 1}`.execute(db);
  const page = toPage(rows, size, ({ businessId }) => [businessId], viewPayout);
  return { ...batch, payouts: page.items, nextCursor: page.nextCursor };
}

/** Returns a batch without its payouts. @throws Problem not-found */
export async function getPayoutBatch(db: Db | Tx, id: string): Promise<PayoutBatch> {
  const { rows } = await sql<Row>`
    select ${columns} from payout_batches where id = ${id}`.execute(db);
  if (!rows[0]) throw notFound("payoutBatch");
  return viewBatch(rows[0]);
}

/** Returns all payouts of a batch in batches of rows, for a file. */
export async function* allPayoutsOf(tx: Tx, batchId: string): AsyncGenerator<BatchPayout[]> {
  const query = sql<PayoutRow>`${payoutsOf(batchId)} ${inOrder}`;
  for await (const rows of readInBatches(tx, query)) yield rows.map(viewPayout);
}

type PayoutRow = Omit<BatchPayout, "amount" | "businessName"> & {
  ar: string;
  en: string;
  minor: number;
  currency: string;
};

const inOrder = sql`order by p.business_id`;

function payoutsOf(batchId: string): RawBuilder<PayoutRow> {
  return sql<PayoutRow>`
    select p.business_id as "businessId", b.name_ar as ar, b.name_en as en, p.id, p.amount_minor as minor, p.currency,
      p.reference, p.batch_id as "batchId", p.paid_by as "createdBy", p.created_at as "createdAt"
    from payouts p join businesses b on b.id = p.business_id
    where p.batch_id = ${batchId}`;
}

function viewPayout({ businessId, ar, en, minor, currency, ...payout }: PayoutRow): BatchPayout {
  return {
    businessId,
    businessName: text(ar, en),
    ...payout,
    amount: money(minor, currency),
  };
}

function viewBatch({ minor, currency, ...batch }: Row): PayoutBatch {
  return { ...batch, amount: money(minor, currency) };
}
