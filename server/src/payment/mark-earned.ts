import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { ShareRow } from "./payments.ts";

/**
 * Marks a share as earned by its business, less the platform's fee.
 *
 * @returns how much of it was already reserved for refunds, in minor units; undefined when it was earned before, or
 * nothing is left of it
 */
export async function markEarned(
  tx: Tx,
  share: Pick<ShareRow, "business_id" | "payment_id" | "booking_id">,
  feeMinor: number,
): Promise<number | undefined> {
  const { business_id: businessId, payment_id: paymentId, booking_id: bookingId } = share;
  const { rows } = await sql<{ promised: number }>`
    update payment_shares set earned_at = app_now(), fee_minor = ${feeMinor}
    where business_id = ${businessId} and payment_id = ${paymentId} and booking_id = ${bookingId}
      and earned_at is null and refunded_minor < amount_minor returning refunded_minor as promised`.execute(
    tx,
  );
  const told = JSON.stringify({ businessId, paymentId, bookingId });
  if (rows[0]) {
    await sql`insert into outbox (topic, business_id, payload)
      values ('share.earned', ${businessId}, ${told}::jsonb)`.execute(tx);
  }
  return rows[0]?.promised;
}

/** Marks money taken by a venue itself as earned at once, without a fee. */
export async function markEarnedAtTill(tx: Tx, paymentId: string): Promise<void> {
  await sql`update payment_shares set earned_at = app_now() where payment_id = ${paymentId}`.execute(
    tx,
  );
}
