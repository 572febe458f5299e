import { sql, type RawBuilder } from "kysely";
import { money, type Money } from "../base/money.ts";
import { pageSize, toPage, type Page } from "../base/page.ts";
import type { Db, Tx } from "../db/connection.ts";
import { readInBatches } from "../db/read-in-batches.ts";
import { afterCursor, cursorOf, newestFirst } from "./entry-order.ts";
import type { Posting } from "./post.ts";
import { accountsOfBusiness, statementPart, type StatementPart } from "./statement-part.ts";
import { isWithin, type Period } from "./statement-period.ts";

/** One entry on an account of a business. The amounts of all lines add up to the change of the balance. */
export interface StatementLine {
  part: StatementPart;
  kind: Posting["kind"];
  /** The change of the balance: above zero the business gains, below zero it loses. */
  amount: Money;
  at: string;
  orderId: string | null;
  bookingId: string | null;
  paymentId: string | null;
  refundId: string | null;
  /** For a payout: its reference. */
  memo: string;
}

type Row = Omit<StatementLine, "amount"> & { transaction_id: string; line: number; minor: number };

interface Asked {
  businessId: string;
  currency: string;
  period: Period;
  cursor?: string;
}

/**
 * Returns one page, newest first.
 *
 * @throws Problem invalid-request for a cursor of another list
 */
export async function listStatementLines(
  db: Db,
  asked: Asked & { limit?: number },
): Promise<Page<StatementLine>> {
  const size = pageSize(asked.limit);
  const { rows } = await linesOf(asked, size + 1).execute(db);
  return toPage(rows, size, cursorOf, (row) => viewLine(row, asked.currency));
}

/** Returns all lines of the period, newest first, in batches. */
export async function* allStatementLines(tx: Tx, asked: Asked): AsyncGenerator<StatementLine[]> {
  for await (const rows of readInBatches(tx, linesOf(asked, null))) {
    yield rows.map((row) => viewLine(row, asked.currency));
  }
}

/** Reads each account along its index, no further than requested. */
function linesOf(
  { businessId, currency, period, cursor }: Asked,
  most: number | null,
): RawBuilder<Row> {
  return sql<Row>`
    select e.transaction_id, e.line, ${statementPart} as part, t.kind, e.amount_minor as minor, e.at,
      t.order_id as "orderId", t.booking_id as "bookingId", t.payment_id as "paymentId", t.refund_id as "refundId",
      t.memo
    from ledger_accounts a
    cross join lateral (
      select * from ledger_entries e where e.account_id = a.id and ${isWithin(period)}
        and ${afterCursor(cursor)}
      order by ${newestFirst} limit ${most}) e
    join ledger_transactions t on t.id = e.transaction_id
    where ${accountsOfBusiness(businessId, currency)}
    order by ${newestFirst} limit ${most}`;
}

function viewLine(
  { transaction_id: _, line: __, minor, ...line }: Row,
  currency: string,
): StatementLine {
  return { ...line, amount: money(minor, currency) };
}
