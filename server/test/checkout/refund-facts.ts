import { sql } from "kysely";
import type { Till } from "./paid-orders.ts";

interface RefundFacts {
  status: string;
  destination: string;
  claimed_until: string | null;
  next_attempt_at: string | null;
  before_minor: number | null;
  failure_message: string | null;
}

export async function refundOf(till: Pick<Till, "owner">, id: string): Promise<RefundFacts> {
  const { rows } = await sql<RefundFacts>`
    select status, destination, claimed_until, next_attempt_at, before_minor, failure_message from refunds where id = ${id}`.execute(
    till.owner,
  );
  return rows[0]!;
}

/** Counts the postings of a refund as requested and as paid. */
export async function postingsOf(
  till: Pick<Till, "owner">,
  id: string,
): Promise<{ requested: number; paid: number }> {
  const { rows } = await sql<{ requested: number; paid: number }>`
    select count(*) filter (where kind = 'refund_requested')::int as requested,
      count(*) filter (where kind = 'refund_paid')::int as paid
    from ledger_transactions where refund_id = ${id}`.execute(till.owner);
  return rows[0]!;
}

/** Stops the refunds that earlier tests left unsent. */
export async function finishEarlierRefunds({ owner, gateway }: Till): Promise<void> {
  await sql`update refunds set next_attempt_at = null, claimed_until = null, before_minor = null
    where status = 'requested'`.execute(owner);
  await sql`delete from outbox`.execute(owner);
  gateway.refunds.length = 0;
}
