import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import { getBusiness } from "../business/businesses.ts";
import { newId } from "../base/id.ts";
import type { Money } from "../base/money.ts";
import { insufficientFunds } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { businessBalance } from "./business-balance.ts";
import { readPayout, type Payout } from "./payouts.ts";
import { postLedger } from "./post.ts";

export interface NewPayout {
  businessId: string;
  /** Above zero. */
  amount: Money;
  reference: string;
  paidBy: string;
  /** The gateway whose money paid it. */
  gateway: string;
}

/**
 * Records a bank transfer to a business, never more than it is owed. A refund right afterwards may leave the business
 * owing money; its next payout then waits until it has earned that back. The caller has the platform's reach.
 *
 * @param now epoch milliseconds
 * @throws Problem not-found, insufficient-funds at /amount, (mapped) conflict for a reference that is recorded
 *   already
 */
export async function recordPayout(tx: Tx, payout: NewPayout, now: number): Promise<Payout> {
  const { businessId, amount } = payout;
  await getBusiness(tx, businessId);
  await lockPayouts(tx, businessId);
  const balance = await businessBalance(tx, businessId, amount.currency);
  if (amount.amount > balance.amount) throw insufficientFunds("/amount", balance);
  return writePayout(tx, payout, now);
}

/**
 * Records a payout and deducts it from what the business is owed. The caller has locked the business's payouts and
 * checked what is owed under the lock.
 *
 * @param now epoch milliseconds
 * @throws (mapped) conflict for a reference that is recorded already; at commit insufficient-funds
 */
export async function writePayout(
  tx: Tx,
  payout: NewPayout & { batchId?: string },
  now: number,
): Promise<Payout> {
  const { businessId, amount, reference, paidBy, batchId = null } = payout;
  const id = newId(now);
  await sql`
    insert into payouts (business_id, id, batch_id, currency, amount_minor, reference, paid_by)
    values (${businessId}, ${id}, ${batchId}, ${amount.currency}, ${amount.amount}, ${reference}, ${paidBy})`.execute(
    tx,
  );
  const from = { kind: "business_payable", businessId } as const;
  const to = { kind: "gateway_clearing", gateway: payout.gateway } as const;
  await postLedger(
    tx,
    {
      kind: "payout",
      key: `payout:${id}`,
      currency: amount.currency,
      memo: reference,
      transfers: [{ from, to, amountMinor: amount.amount }],
    },
    now,
  );
  const after = await readPayout(tx, businessId, id);
  const action = { action: "payout.recorded", subjectKind: "payout", subjectId: id } as const;
  await noteAction(tx, { businessId, ...action, after });
  return after;
}

/**
 * Serialises the payouts of a business. Callers that pay several take these locks in the order of the businesses' ids.
 */
export async function lockPayouts(tx: Tx, businessId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`payouts:${businessId}`}, 13))`.execute(
    tx,
  );
}
