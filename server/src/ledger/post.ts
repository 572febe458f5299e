import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";

/**
 * The named accounts. Amounts are credit-positive: what is owed to a customer or a business is positive, what the
 * gateway holds for us, or a business took in cash, is negative.
 */
export type Account =
  | { kind: "customer_wallet"; userId: string }
  | { kind: "business_payable"; businessId: string }
  | { kind: "venue_cash"; businessId: string }
  | { kind: "gateway_clearing"; gateway: string }
  | { kind: "platform_fee" | "order_funds" | "refunds_payable" | "write_off" };

export interface Transfer {
  from: Account;
  to: Account;
  amountMinor: number;
}

export interface Posting {
  kind:
    | "payment"
    | "top_up"
    | "wallet_hold"
    | "wallet_release"
    | "fee"
    | "refund_requested"
    | "refund_paid"
    | "refund_withdrawn"
    | "payout"
    | "venue_payment"
    | "write_off"
    | "adjustment";
  /** Makes it unique, so it is posted once: "payment:<id>:paid". */
  key: string;
  currency: string;
  transfers: readonly Transfer[];
  orderId?: string;
  bookingId?: string;
  paymentId?: string;
  refundId?: string;
  memo?: string;
}

/** Far more than any posting here needs. A transaction is shown with all its entries, two for each. */
export const TRANSFERS_MAX = 50;

/**
 * Writes one balanced transaction: every transfer takes from one account and gives to another. Does nothing if its
 * key exists already.
 *
 * @param now epoch milliseconds
 * @returns whether it was written now
 * @throws (mapped) conflict when a wallet would go below zero
 */
export async function postLedger(tx: Tx, posting: Posting, now: number): Promise<boolean> {
  const { currency, transfers, ...about } = posting;
  const isForwards = transfers.every(({ amountMinor }) => amountMinor > 0);
  // A negative amount would run a transfer backwards.
  if (!isForwards || transfers.length === 0) throw new RangeError(`nothing moves: ${posting.key}`);
  if (transfers.length > TRANSFERS_MAX) throw new RangeError(`too many moves: ${posting.key}`);
  const lines = transfers.flatMap(({ from, to, amountMinor }) => [
    { ...columns(from), amountMinor: -amountMinor, currency },
    { ...columns(to), amountMinor, currency },
  ]);
  const doc = JSON.stringify({ id: newId(now), ...about, lines });
  const { rows } = await sql<{ posted: boolean }>`
    select post_ledger(${doc}::jsonb) as posted`.execute(tx);
  return rows[0]!.posted;
}

function columns(account: Account) {
  switch (account.kind) {
    case "customer_wallet":
      return { kind: account.kind, ownerId: account.userId };
    case "business_payable":
    case "venue_cash":
      return { kind: account.kind, ownerId: account.businessId };
    case "gateway_clearing":
      return { kind: account.kind, gateway: account.gateway };
    default:
      return { kind: account.kind };
  }
}
