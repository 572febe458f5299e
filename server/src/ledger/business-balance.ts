import { sql } from "kysely";
import { money, type Money } from "../base/money.ts";
import type { Db, Tx } from "../db/connection.ts";
import { accountsOfBusiness } from "./statement-part.ts";

/** Returns what the platform owes a business: earned, less fees, refunds, money it took itself and payouts. */
export async function businessBalance(
  db: Db | Tx,
  businessId: string,
  currency: string,
): Promise<Money> {
  const { rows } = await sql<{ minor: number }>`
    select coalesce(sum(e.amount_minor), 0)::bigint as minor
    from ledger_accounts a join ledger_entries e on e.account_id = a.id
    where ${accountsOfBusiness(businessId, currency)}`.execute(db);
  return money(rows[0]!.minor, currency);
}
