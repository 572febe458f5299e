import { sql } from "kysely";
import { money, type Money } from "../base/money.ts";
import { pageSize, toPage, type Page } from "../base/page.ts";
import type { Db, Tx } from "../db/connection.ts";
import { afterCursor, cursorOf, newestFirst } from "./entry-order.ts";
import type { Posting } from "./post.ts";

/** One line of a wallet's history. */
export interface WalletEntry {
  kind: Posting["kind"];
  /** Below zero: it left the wallet. */
  amount: Money;
  at: string;
  orderId: string | null;
  bookingId: string | null;
  paymentId: string | null;
  refundId: string | null;
}

type Row = Omit<WalletEntry, "amount"> & {
  transaction_id: string;
  line: number;
  minor: number;
  currency: string;
};

/**
 * Lists the entries of a person's wallet, newest first.
 *
 * @throws Problem invalid-request for a cursor of another list
 */
export async function listWalletEntries(
  db: Db | Tx,
  userId: string,
  asked: { currency?: string; limit?: number; cursor?: string },
): Promise<Page<WalletEntry>> {
  const size = pageSize(asked.limit);
  const inCurrency = asked.currency ? sql`and a.currency = ${asked.currency}` : sql``;
  const { rows } = await sql<Row>`
    select e.transaction_id, e.line, t.kind, e.amount_minor as minor, e.currency, e.at, t.order_id as "orderId",
      t.booking_id as "bookingId", t.payment_id as "paymentId", t.refund_id as "refundId"
    from ledger_accounts a
    join ledger_entries e on e.account_id = a.id
    join ledger_transactions t on t.id = e.transaction_id
    where a.kind = 'customer_wallet' and a.owner_id = ${userId} ${inCurrency}
      and ${afterCursor(asked.cursor)}
    order by ${newestFirst} limit ${size + 1}`.execute(db);
  return toPage(rows, size, cursorOf, viewEntry);
}

function viewEntry({ transaction_id: _, line: __, minor, currency, ...entry }: Row): WalletEntry {
  return { ...entry, amount: money(minor, currency) };
}
