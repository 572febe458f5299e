import { sql, type RawBuilder } from "kysely";
import { money, type Money } from "../base/money.ts";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { text, type Text } from "../base/text.ts";
import type { Db, Tx } from "../db/connection.ts";
import { readInBatches } from "../db/read-in-batches.ts";
import { accountsOfBusinesses } from "./statement-part.ts";

/** The amount the platform owes a business: what a payout may take, as record-payout counts it. */
export interface Payable {
  businessId: string;
  businessName: Text;
  /** Above zero. */
  amount: Money;
}

interface Row {
  businessId: string;
  ar: string;
  en: string;
  minor: number;
}

/**
 * Lists all amounts owed in one currency, largest first. A payout between two pages shifts the rest.
 *
 * @throws Problem invalid-request for a cursor of another list
 */
export async function listPayables(
  db: Db,
  asked: { currency: string; limit?: number; cursor?: string },
): Promise<Page<Payable>> {
  const size = pageSize(asked.limit);
  const { rows } = await sql<Row>`
    ${payablesIn(asked.currency)} where ${after(asked.cursor)} ${largestFirst} limit ${size + 1}`.execute(
    db,
  );
  const view = viewIn(asked.currency);
  return toPage(rows, size, ({ minor, businessId }) => [minor, businessId], view);
}

/** Returns all of them in batches, for a file. */
export async function* allPayables(tx: Tx, currency: string): AsyncGenerator<Payable[]> {
  const query = sql<Row>`${payablesIn(currency)} ${largestFirst}`;
  for await (const rows of readInBatches(tx, query)) yield rows.map(viewIn(currency));
}

/**
 * Returns what is owed to each of these businesses, or to all: those owed at least the minimum, by their ids.
 *
 * @param minimumMinor above zero
 */
export async function readPayables(
  tx: Tx,
  asked: { currency: string; minimumMinor: number; businessIds?: readonly string[] },
): Promise<Payable[]> {
  const { currency, minimumMinor, businessIds } = asked;
  const { rows } = await sql<Row>`
    ${payablesIn(currency, businessIds)} where o.minor >= ${minimumMinor} order by b.id`.execute(
    tx,
  );
  return rows.map(viewIn(currency));
}

const largestFirst = sql`order by o.minor desc, b.id`;

function payablesIn(currency: string, businessIds?: readonly string[]): RawBuilder<Row> {
  const those = businessIds ? sql`and a.owner_id = any (${businessIds}::uuid[])` : sql``;
  return sql<Row>`
    select b.id as "businessId", b.name_ar as ar, b.name_en as en, o.minor
    from (select a.owner_id, sum(e.amount_minor)::bigint as minor
      from ledger_accounts a join ledger_entries e on e.account_id = a.id
      where ${accountsOfBusinesses(currency)} ${those}
      group by a.owner_id having sum(e.amount_minor) > 0) o
    join businesses b on b.id = o.owner_id`;
}

function after(cursor: string | undefined) {
  if (cursor === undefined) return sql`true`;
  const [minor, id] = decodeCursor(cursor, ["integer", "id"]);
  return sql`(o.minor < ${minor} or (o.minor = ${minor} and b.id > ${id}::uuid))`;
}

function viewIn(currency: string) {
  return ({ businessId, ar, en, minor }: Row): Payable => ({
    businessId,
    businessName: text(ar, en),
    amount: money(minor, currency),
  });
}
