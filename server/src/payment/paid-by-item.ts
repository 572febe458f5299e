import { sql } from "kysely";
import { splitMinor } from "../base/money.ts";
import type { Db, Tx } from "../db/connection.ts";
import { paidMinor } from "./paid.ts";

/** What stands of what was paid for each item of a booking, minor units; items without anything are left out. */
export async function paidByItem(
  db: Db | Tx,
  { businessId, bookingId }: { businessId: string; bookingId: string },
): Promise<Map<string, number>> {
  const paid = (await paidMinor(db, [bookingId])).get(bookingId) ?? 0;
  const { rows } = await sql<{ id: string; price: number }>`
    select id, price_minor as price from booking_items
    where business_id = ${businessId} and booking_id = ${bookingId} and state = 'active' order by position`.execute(
    db,
  );
  const parts = splitMinor(
    paid,
    rows.map(({ price }) => price),
  );
  return new Map(rows.map(({ id }, index) => [id, parts[index]!]));
}
