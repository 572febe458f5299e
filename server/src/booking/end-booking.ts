import { sql } from "kysely";
import { conflict } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import type { BookingView } from "./booking-view.ts";
import { moveBooking } from "./move-booking.ts";

/**
 * It took place, or nobody came: either way only once it has begun.
 *
 * @param now epoch milliseconds
 * @throws Problem conflict before the start; (mapped) invalid-transition, precondition-failed
 */
export async function endBooking(
  tx: Tx,
  booking: BookingView,
  how: "completed" | "no_show",
  now: number,
  options: { reason?: string; version?: number } = {},
): Promise<void> {
  if (booking.status === "confirmed" && Date.parse(booking.startsAt) > now) {
    throw conflict(
      "لم يبدأ موعد هذا الحجز بعد.",
      `This booking has not begun; it starts at ${booking.startsAt}.`,
    );
  }
  await moveBooking(tx, { bookingId: booking.id, to: how, ...options });
}

/** The customer is here. A second time changes nothing. */
export async function checkIn(tx: Tx, bookingId: string, version?: number): Promise<void> {
  await sql`select check_in_booking(${bookingId}, ${version ?? null})`.execute(tx);
}
