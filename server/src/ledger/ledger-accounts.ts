import { sql } from "kysely";
import { CURRENCIES_MAX } from "../base/limits.ts";
import { money, type Money } from "../base/money.ts";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import type { Db } from "../db/connection.ts";
import type { Account } from "./post.ts";

export interface LedgerAccount {
  id: string;
  kind: Account["kind"];
  /** The person of a wallet; the business of a payable or of cash at the venue. */
  ownerId: string | null;
  gateway: string | null;
  /** Above zero: the platform owes it. Below: the platform is owed it, or the gateway holds it. */
  balance: Money;
}

export interface AccountsQuery {
  kind?: Account["kind"];
  ownerId?: string;
  currency?: string;
  limit?: number;
  cursor?: string;
}

type Row = Omit<LedgerAccount, "balance"> & { minor: number; currency: string };

/**
 * Lists accounts with the sum of their entries.
 *
 * @throws Problem invalid-request for a cursor of another list
 */
export async function listLedgerAccounts(
  db: Db,
  asked: AccountsQuery,
): Promise<Page<LedgerAccount>> {
  const size = pageSize(asked.limit);
  const [after] = asked.cursor ? decodeCursor(asked.cursor, ["id"]) : [];
  const conditions = [
    ...(asked.kind ? [sql`a.kind = ${asked.kind}`] : []),
    ...(asked.ownerId ? [sql`a.owner_id = ${asked.ownerId}`] : []),
    ...(asked.currency ? [sql`a.currency = ${asked.currency}`] : []),
    ...(after ? [sql`a.id > ${after}::uuid`] : []),
    sql`true`,
  ];
  const { rows } = await sql<Row>`
    select a.id, a.kind, a.owner_id as "ownerId", a.gateway, a.currency,
      (select coalesce(sum(e.amount_minor), 0) from ledger_entries e where e.account_id = a.id)::bigint as minor
    from ledger_accounts a where ${sql.join(conditions, sql` and `)}
    order by a.id limit ${size + 1}`.execute(db);
  return toPage(
    rows,
    size,
    ({ id }) => [id],
    ({ minor, currency, ...account }) => ({ ...account, balance: money(minor, currency) }),
  );
}

/** Returns the sum of all accounts per currency: all zeros, or the ledger is broken. */
export async function sumLedger(db: Db): Promise<Money[]> {
  const { rows } = await sql<{ minor: number; currency: string }>`
    select currency, sum(amount_minor)::bigint as minor from ledger_entries group by 1 order by 1 limit ${CURRENCIES_MAX}`.execute(
    db,
  );
  return rows.map(({ minor, currency }) => money(minor, currency));
}
