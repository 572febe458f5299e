import { sql } from "kysely";

/** What a line of a business's statement is counted as. */
export const statementParts = [
  "gross",
  "fees",
  "refunds",
  "adjustments",
  "collectedAtVenue",
  "paidOut",
] as const;
export type StatementPart = (typeof statementParts)[number];

/**
 * The part that an entry `e` of transaction `t` on a business's account `a` belongs to. What is earned and what the
 * platform keeps of it stand in one transaction, on one account, with opposite signs; the same for refunds.
 */
export const statementPart = sql<StatementPart>`case
  when a.kind = 'venue_cash' then 'collectedAtVenue'
  when t.kind in ('payment', 'venue_payment') then case when e.amount_minor > 0 then 'gross' else 'fees' end
  when t.kind = 'fee' then 'fees'
  when t.kind = 'refund_requested' then case when e.amount_minor < 0 then 'refunds' else 'fees' end
  when t.kind = 'refund_withdrawn' then case when e.amount_minor > 0 then 'refunds' else 'fees' end
  when t.kind = 'payout' then 'paidOut'
  else 'adjustments' end`;

/** The accounts `a` that say together what the platform owes businesses, or a business the platform. */
export function accountsOfBusinesses(currency: string) {
  return sql`a.kind in ('business_payable', 'venue_cash') and a.currency = ${currency}`;
}

/** Those of one business. */
export function accountsOfBusiness(businessId: string, currency: string) {
  return sql`${accountsOfBusinesses(currency)} and a.owner_id = ${businessId}`;
}
