import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/**
 * Marks as told what happened to bookings that are over: nobody wants last month's messages today. Money that
 * is on its way back still goes.
 */
export async function dropOldNews(tx: Tx): Promise<void> {
  await sql`
    update outbox o set done_at = app_now()
    where o.done_at is null and o.topic not like 'refund.%' and not exists (
      select 1 from bookings b
      where b.business_id = o.business_id and b.id = (o.payload->>'bookingId')::uuid
        and booking_blocks(b.status) and b.starts_at > app_now())`.execute(tx);
}
