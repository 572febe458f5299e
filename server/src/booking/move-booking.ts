import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import type { RefundTo } from "../refund/refund-destination.ts";
import type { Canceller, Status } from "./booking.ts";

/** What a confirmation is based on: nothing to pay, money taken at the desk, or a payment. */
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
  /** Where a cancelled booking's refund goes; absent: to where the money came from. */
  refundTo?: RefundTo;
  paidBy?: PaidBy;
  /** From If-Match; undefined moves any version. */
  version?: number;
}

/**
 * Moves a booking along the lifecycle. The database decides whether the move is allowed, stamps it, releases what it
 * no longer owns and appends the event. The caller has checked that this person may.
 *
 * @throws (mapped by constraint-problems) not-found, invalid-transition, precondition-failed
 */
export async function moveBooking(tx: Tx, move: Move): Promise<void> {
  await sql`
    select move_booking(${move.bookingId}, ${move.to}, ${move.reason ?? null}, ${move.by ?? null},
      ${move.refundTo ?? null}, ${move.paidBy ? JSON.stringify(move.paidBy) : null}::jsonb, ${move.version ?? null})
  `.execute(tx);
}
