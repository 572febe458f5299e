import { sql } from "kysely";
import { money, type Money } from "../base/money.ts";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { invalidAt } from "../base/problem.ts";
import type { Db } from "../db/connection.ts";
import type { Account, Posting } from "./post.ts";

/** One balanced movement of money with both accounts. */
export interface LedgerTransaction {
  id: string;
  kind: Posting["kind"];
  /** Makes it unique, so it is posted once. */
  key: string;
  orderId: string | null;
  bookingId: string | null;
  paymentId: string | null;
  refundId: string | null;
  actor: string;
  requestId: string | null;
  memo: string;
  at: string;
  entries: {
    account: { id: string; kind: Account["kind"]; ownerId: string | null; gateway: string | null };
    amount: Money;
  }[];
}

export interface TransactionsQuery {
  paymentId?: string;
  bookingId?: string;
  orderId?: string;
  limit?: number;
  cursor?: string;
}

/**
 * Lists the movements of a payment, a booking or an order, oldest first.
 *
 * @throws Problem invalid-request when none of them is given, or for a cursor of another list
 */
export async function listLedgerTransactions(
  db: Db,
  asked: TransactionsQuery,
): Promise<Page<LedgerTransaction>> {
  const size = pageSize(asked.limit);
  const { rows } = await sql<LedgerTransaction>`
    select t.id, t.kind, t.key, t.order_id as "orderId", t.booking_id as "bookingId", t.payment_id as "paymentId",
      t.refund_id as "refundId", t.actor, t.request_id as "requestId", t.memo, t.at,
      (select jsonb_agg(jsonb_build_object(
          'account', jsonb_build_object('id', a.id, 'kind', a.kind, 'ownerId', a.owner_id, 'gateway', a.gateway),
          'amount', jsonb_build_object('amount', e.amount_minor, 'currency', e.currency)) order by e.line)
        from ledger_entries e join ledger_accounts a on a.id = e.account_id
        where e.transaction_id = t.id) as entries
    from ledger_transactions t where ${sql.join(namedIn(asked), sql` and `)} and ${after(asked.cursor)}
    order by t.at, t.id limit ${size + 1}`.execute(db);
  return toPage(rows, size, ({ at, id }) => [at, id], viewTransaction);
}

function namedIn({ paymentId, bookingId, orderId }: TransactionsQuery) {
  const named = [
    ...(paymentId ? [sql`t.payment_id = ${paymentId}`] : []),
    ...(bookingId ? [sql`t.booking_id = ${bookingId}`] : []),
    ...(orderId ? [sql`t.order_id = ${orderId}`] : []),
  ];
  if (named.length > 0) return named;
  throw invalidAt(
    "/query/paymentId",
    "اذكر paymentId أو bookingId أو orderId.",
    "Name a paymentId, a bookingId or an orderId.",
  );
}

function after(cursor: string | undefined) {
  if (cursor === undefined) return sql`true`;
  const [at, id] = decodeCursor(cursor, ["instant", "id"]);
  return sql`(t.at, t.id) > (${at}::timestamptz, ${id}::uuid)`;
}

/** Amounts inside JSON become JavaScript numbers: money() refuses inexact ones. */
function viewTransaction({ entries, ...transaction }: LedgerTransaction): LedgerTransaction {
  return {
    ...transaction,
    entries: entries.map(({ account, amount }) => ({
      account,
      amount: money(amount.amount, amount.currency),
    })),
  };
}
