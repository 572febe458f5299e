import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import { moveBooking, type PaidBy } from "./move-booking.ts";

/**
 * Confirms a booking that still owns its inventory, saying what paid for it. A hold that ran out meanwhile is
 * refused: money that arrives late goes through `confirmLate`.
 *
 * @throws (mapped) not-found, invalid-transition, precondition-failed
 */
export async function confirmBooking(
  tx: Tx,
  bookingId: string,
  paidBy: PaidBy,
  options: { reason?: string; version?: number } = {},
): Promise<void> {
  await moveBooking(tx, { bookingId, to: "confirmed", paidBy, ...options });
}

/**
 * Confirms a paid hold that ran out: takes the same inventory again in this transaction.
 *
 * @throws (mapped) already-taken when somebody has any part of it now (nothing is changed then: refund),
 *   invalid-transition when the booking is not expired
 */
export async function confirmLate(tx: Tx, bookingId: string, paidBy: PaidBy): Promise<void> {
  await sql`select reclaim_booking(${bookingId}, 'late payment', ${JSON.stringify(paidBy)}::jsonb)`.execute(
    tx,
  );
}
