import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/**
 * Marks events of finished bookings as processed: nobody wants last month's messages today. Refunds in progress still
 * run.
 */
export async function dropOldNews(tx: Tx): Promise<void> {
  await sql`
    update outbox o set done_at = app_now()
    where o.done_at is null and o.topic not like 'refund.%' and not exists (
      select 1 from bookings b
      where b.business_id = o.business_id and b.id = (o.payload->>'bookingId')::uuid
        and booking_blocks(b.status) and b.starts_at > app_now())`.execute(tx);
}
