import { sql } from "kysely";
import type { Tx } from "../../db/connection.ts";

/**
 * Cancels, in the name of the business, bookings that an edit leaves without their seats: they are refunded
 * automatically and their customers are told. The caller holds their locks.
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
