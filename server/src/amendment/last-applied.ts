import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/** Returns the booking's most recently applied amendment, if any. */
export async function lastAppliedAmendment(
  tx: Tx,
  { businessId, bookingId }: { businessId: string; bookingId: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from amendments where business_id = ${businessId} and booking_id = ${bookingId} and status = 'applied'
    order by applied_at desc, id desc limit 1`.execute(tx);
  return rows[0]?.id;
}
