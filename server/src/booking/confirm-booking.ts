import { sql } from "kysely";
import { invalidAt } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { BookingView } from "./booking-view.ts";
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
 * A payment for a hold that ran out: takes the same inventory again in this transaction and confirms.
 *
 * @throws (mapped) already-taken when somebody has any part of it now (nothing is changed then: pay back),
 *   invalid-transition when the booking is not expired
 */
export async function confirmLate(tx: Tx, bookingId: string, paidBy: PaidBy): Promise<void> {
  await sql`select reclaim_booking(${bookingId}, 'late payment', ${JSON.stringify(paidBy)}::jsonb)`.execute(
    tx,
  );
}

/**
 * What paid for a booking that the desk confirms; where nothing is due it need not be said.
 *
 * @throws Problem invalid-request when money is due and nobody says how it came
 */
export function paidByOf(booking: BookingView, said: PaidBy | undefined): PaidBy {
  const paidBy = said ?? { kind: "nothing-due" };
  const isOwed = booking.status === "reserved" && booking.due.amount > 0;
  if (!isOwed || paidBy.kind !== "nothing-due") return paidBy;
  throw invalidAt(
    "/paidBy",
    "هذا الحجز مستحق الدفع؛ اذكر كيف دُفع: cash أو card-terminal أو transfer.",
    "Money is due for this booking; say what paid it: cash, card-terminal or transfer.",
  );
}
