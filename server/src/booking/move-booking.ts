import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { RefundTo } from "../refund/refund-destination.ts";
import type { Canceller, Status } from "./booking.ts";

/** What stands behind a confirmation: nothing to pay, money taken at the desk, or a payment. */
export interface PaidBy {
  kind: "nothing-due" | "cash" | "card-terminal" | "transfer" | "payment";
  /** Receipt number, payment id. */
  reference?: string;
  amountMinor?: number;
}

export interface Move {
  bookingId: string;
  to: Status;
  reason?: string;
  by?: Canceller;
  /** Where what goes back of a cancelled booking is to go; to where it came from when left out. */
  refundTo?: RefundTo;
  paidBy?: PaidBy;
  /** From If-Match; undefined moves whatever version is there. */
  version?: number;
}

/**
 * Moves a booking along the lifecycle; the database decides whether the move exists, stamps it, releases what
 * it no longer owns and appends the event. The caller has decided that this person may.
 *
 * @throws (mapped by constraint-problems) not-found, invalid-transition, precondition-failed
 */
export async function moveBooking(tx: Tx, move: Move): Promise<void> {
  await sql`
    select move_booking(${move.bookingId}, ${move.to}, ${move.reason ?? null}, ${move.by ?? null},
      ${move.refundTo ?? null}, ${move.paidBy ? JSON.stringify(move.paidBy) : null}::jsonb, ${move.version ?? null})
  `.execute(tx);
}
