import type { Db, Tx } from "../db/connection.ts";
import { notFound } from "../base/problem.ts";

export interface BookingEvent {
  seq: number;
  type: string;
  from: string | null;
  to: string | null;
  at: string;
  actor: string;
  reason: string | null;
  details: Record<string, unknown>;
  prevHash: string;
  hash: string;
}

/**
 * Returns the history of a booking, oldest first, each entry chained to the one before it. Its details are as they
 * were hashed, for readers who check the chain: older entries say startsAt, endsAt and amountMinor.
 *
 * @throws Problem not-found when there is no such booking, or it is not the caller's
 */
export async function listBookingEvents(db: Db | Tx, bookingId: string): Promise<BookingEvent[]> {
  const rows = await db
    .selectFrom("bookings")
    .innerJoin("booking_events", (join) =>
      join
        .onRef("booking_events.business_id", "=", "bookings.business_id")
        .onRef("booking_events.booking_id", "=", "bookings.id"),
    )
    .selectAll("booking_events")
    .where("bookings.id", "=", bookingId)
    .orderBy("seq")
    .execute();
  if (rows.length === 0) throw notFound("booking");
  return rows.map((row) => ({
    seq: row.seq,
    type: row.type,
    from: row.from_status,
    to: row.to_status,
    at: row.at,
    actor: row.actor,
    reason: row.reason,
    details: row.details as Record<string, unknown>,
    prevHash: row.prev_hash,
    hash: row.hash,
  }));
}
