import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";

/**
 * Returns the net amount of earlier payments for these bookings: taken or authorised, less refunds. Payments for an
 * amendment count once it is applied.
 */
export async function paidMinor(
  db: Db | Tx,
  bookingIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ booking_id: string; paid: number }>`
    select s.booking_id, sum(s.amount_minor - s.refunded_minor)::bigint as paid
    from payment_shares s join payments p on p.id = s.payment_id
    left join amendments a on a.business_id = s.business_id and a.id = s.amendment_id
    where s.booking_id = any (${bookingIds}::uuid[])
      and payment_counts(p.status) and not p.unwanted
      and (a.id is null or a.status = 'applied')
    group by s.booking_id`.execute(db);
  return new Map(rows.map((row) => [row.booking_id, row.paid]));
}
