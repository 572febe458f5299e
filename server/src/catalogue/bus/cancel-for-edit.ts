import { sql } from "kysely";
import type { Tx } from "../../db/connection.ts";

/**
 * Cancels bookings that an edit leaves without what they bought, in the name of the business: their money goes back by
 * itself, and their customers are told. Their locks are held.
 */
export async function cancelForEdit(
  tx: Tx,
  bookingIds: readonly string[],
  reason: string,
): Promise<void> {
  for (const id of bookingIds.toSorted()) {
    await sql`select move_booking(${id}, 'cancelled', ${reason}, 'business', null, null, null)`.execute(
      tx,
    );
  }
}
