import { sql } from "kysely";

/** The category of a line in a business's statement. */
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
 * Returns the category of an entry `e` of transaction `t` on a business's account `a`. Earnings and the platform's
 * fee on them are in one transaction, on one account, with opposite signs; the same for refunds.
 */
export const statementPart = sql<StatementPart>`case
  when a.kind = 'venue_cash' then 'collectedAtVenue'
  when t.kind in ('payment', 'venue_payment') then case when e.amount_minor > 0 then 'gross' else 'fees' end
  when t.kind = 'fee' then 'fees'
  when t.kind = 'refund_requested' then case when e.amount_minor < 0 then 'refunds' else 'fees' end
  when t.kind = 'refund_withdrawn' then case when e.amount_minor > 0 then 'refunds' else 'fees' end
  when t.kind = 'payout' then 'paidOut'
  else 'adjustments' end`;

/**
 * Returns the condition for the accounts `a` that together show what the platform owes businesses, or is owed by
 * them.
 */
export function accountsOfBusinesses(currency: string) {
  return sql`a.kind in ('business_payable', 'venue_cash') and a.currency = ${currency}`;
}

/** Returns the same for one business. */
export function accountsOfBusiness(businessId: string, currency: string) {
  return sql`${accountsOfBusinesses(currency)} and a.owner_id = ${businessId}`;
}
