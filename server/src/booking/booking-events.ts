import { sql } from "kysely";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import type { Db } from "../db/connection.ts";
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
 * @throws Problem not-found when there is no such booking, or it is not the caller's; invalid-request for a cursor from
 *   another list
 */
export async function listBookingEvents(
  db: Db,
  bookingId: string,
  asked: { limit?: number; cursor?: string },
): Promise<Page<BookingEvent>> {
  const size = pageSize(asked.limit);
  const [after] = asked.cursor ? decodeCursor(asked.cursor, ["integer"]) : [0];
  const booking = db.selectFrom("bookings").select("id").where("id", "=", bookingId);
  if (!(await booking.executeTakeFirst())) throw notFound("booking");
  const rows = await db
    .selectFrom("bookings")
    .innerJoin("booking_events", (join) =>
      join
        .onRef("booking_events.business_id", "=", "bookings.business_id")
        .onRef("booking_events.booking_id", "=", "bookings.id"),
    )
    .selectAll("booking_events")
    .where("bookings.id", "=", bookingId)
    .where(sql<boolean>`seq > ${after}::bigint`)
    .orderBy("seq")
    .limit(size + 1)
    .execute();
  return toPage(
    rows,
    size,
    (row) => [row.seq],
    (row) => ({
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
    }),
  );
}
