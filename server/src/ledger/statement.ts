import { sql } from "kysely";
import { getBusiness } from "../business/businesses.ts";
import { money, type Money } from "../base/money.ts";
import type { Page } from "../base/page.ts";
import type { Db, Tx } from "../db/connection.ts";
import { allStatementLines, listStatementLines, type StatementLine } from "./statement-lines.ts";
import {
  accountsOfBusiness,
  statementPart,
  statementParts,
  type StatementPart,
} from "./statement-part.ts";
import { isWithin, periodOf, type Period } from "./statement-period.ts";

/**
 * What a business earned through the platform in a period, and what became of it:
 * net = gross − fees − refunds + adjustments; balance = openingBalance + net − collectedAtVenue − paidOut.
 */
export interface StatementSums extends Record<StatementPart, Money> {
  currency: string;
  timezone: string;
  from: string | null;
  to: string | null;
  openingBalance: Money;
  net: Money;
  /** At the end of the period: what the platform owes the business; below zero, what the business owes. */
  balance: Money;
}

export type Statement = StatementSums & Page<StatementLine>;

export interface StatementQuery {
  /** Dates in the business's timezone, both included. */
  from?: string;
  to?: string;
  /** Default: the business's own. */
  currency?: string;
  limit?: number;
  cursor?: string;
}

/**
 * Returns the sums of the whole period and one page of its lines; they agree when read in one snapshot (inSnapshot).
 *
 * @throws Problem not-found, invalid-request for a period that ends before it begins or a cursor of another list
 */
export async function readStatement(
  tx: Tx,
  businessId: string,
  asked: StatementQuery,
): Promise<Statement> {
  const { sums, period } = await readSums(tx, businessId, asked);
  const { currency } = sums;
  const { limit, cursor } = asked;
  const page = { ...(limit !== undefined && { limit }), ...(cursor !== undefined && { cursor }) };
  return {
    ...sums,
    ...(await listStatementLines(tx, { businessId, currency, period, ...page })),
  };
}

/**
 * Returns the sums of the whole period and all its lines in batches; to be read in the same transaction (inSnapshot).
 *
 * @throws Problem not-found, invalid-request for a period that ends before it begins
 */
export async function readWholeStatement(
  tx: Tx,
  businessId: string,
  asked: StatementQuery,
): Promise<{ sums: StatementSums; lines: AsyncIterable<StatementLine[]> }> {
  const { sums, period } = await readSums(tx, businessId, asked);
  const { currency } = sums;
  return { sums, lines: allStatementLines(tx, { businessId, currency, period }) };
}

async function readSums(
  tx: Tx,
  businessId: string,
  asked: StatementQuery,
): Promise<{ sums: StatementSums; period: Period }> {
  const business = await getBusiness(tx, businessId);
  const currency = asked.currency ?? business.currency;
  const period = await periodOf(tx, businessId, asked);
  const opening = await openingOf(tx, businessId, currency, period);
  const parts = await partsOf(tx, businessId, currency, period);
  const inMoney = (amountMinor: number) => money(amountMinor, currency);
  // Accounts hold fees, refunds and payouts as negative entries; the statement shows them as positive amounts.
  const gross = parts.gross;
  const fees = minus(parts.fees);
  const refunds = minus(parts.refunds);
  const collectedAtVenue = minus(parts.collectedAtVenue);
  const paidOut = minus(parts.paidOut);
  const net = gross - fees - refunds + parts.adjustments;
  const sums = {
    currency,
    timezone: period.timezone,
    from: asked.from ?? null,
    to: asked.to ?? null,
    openingBalance: inMoney(opening),
    gross: inMoney(gross),
    fees: inMoney(fees),
    refunds: inMoney(refunds),
    adjustments: inMoney(parts.adjustments),
    net: inMoney(net),
    collectedAtVenue: inMoney(collectedAtVenue),
    paidOut: inMoney(paidOut),
    balance: inMoney(opening + net - collectedAtVenue - paidOut),
  };
  return { sums, period };
}

/** Negates an amount, but never returns −0, which JSON and people write differently. */
function minus(amountMinor: number): number {
  return 0 - amountMinor;
}

/** Returns the sum before the period from entries alone, because a business may have years of them. */
async function openingOf(
  db: Db,
  businessId: string,
  currency: string,
  { since }: Period,
): Promise<number> {
  if (since === null) return 0;
  const { rows } = await sql<{ minor: number }>`
    select coalesce(sum(e.amount_minor), 0)::bigint as minor
    from ledger_accounts a join ledger_entries e on e.account_id = a.id
    where ${accountsOfBusiness(businessId, currency)} and e.at < ${since}::timestamptz`.execute(db);
  return rows[0]!.minor;
}

async function partsOf(db: Db, businessId: string, currency: string, period: Period) {
  const { rows } = await sql<{ part: StatementPart; minor: number }>`
    select ${statementPart} as part, sum(e.amount_minor)::bigint as minor
    from ledger_accounts a
    join ledger_entries e on e.account_id = a.id
    join ledger_transactions t on t.id = e.transaction_id
    where ${accountsOfBusiness(businessId, currency)} and ${isWithin(period)}
    group by 1`.execute(db);
  const minor = Object.fromEntries(statementParts.map((part) => [part, 0]));
  for (const row of rows) minor[row.part] = row.minor;
  return minor as Record<StatementPart, number>;
}
