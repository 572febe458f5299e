import { sql } from "kysely";
import { conflict, Problem, preconditionFailed } from "../base/problem.ts";
import { text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import type { Outcome } from "./booking.ts";
import type { BookingView } from "./booking-view.ts";
import { moveBooking } from "./move-booking.ts";

/**
 * Marks a booking as completed or a no-show, only once it has begun. Without a report it becomes completed when its
 * business's grace period after the end has passed.
 *
 * @param now epoch milliseconds
 * @throws Problem conflict before the start; (mapped) invalid-transition, precondition-failed
 */
export async function endBooking(
  tx: Tx,
  booking: BookingView,
  how: Outcome,
  now: number,
  options: { reason?: string; version?: number } = {},
): Promise<void> {
  if (booking.status === "confirmed" && Date.parse(booking.start) > now) {
    throw conflict(
      `لم يبدأ موعد هذا الحجز بعد؛ يبدأ عند ${booking.start}.`,
      `This booking has not started yet; it starts at ${booking.start}.`,
    );
  }
  await moveBooking(tx, { bookingId: booking.id, to: how, ...options });
}

/**
 * Checks the customer in. A second time changes nothing.
 *
 * @param now epoch milliseconds
 * @throws Problem conflict before check-in opens; (mapped) invalid-transition, precondition-failed
 */
export async function checkIn(
  tx: Tx,
  booking: Pick<BookingView, "id" | "status" | "checkInFrom" | "version">,
  now: number,
  version?: number,
): Promise<void> {
  if (version !== undefined && version !== booking.version) throw preconditionFailed();
  if (booking.status === "confirmed" && Date.parse(booking.checkInFrom) > now) {
    throw checkInClosed(booking.checkInFrom);
  }
  await sql`select check_in_booking(${booking.id}, ${version ?? null})`.execute(tx);
}

function checkInClosed(from: string): Problem {
  const detail = text(
    `لم يُفتح تسجيل الوصول بعد؛ يُفتح عند ${from}.`,
    `Check-in has not opened; it opens at ${from}.`,
  );
  return new Problem("conflict", { detail, extra: { from } });
}
