import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";

/**
 * Returns the amount paid for each item of a booking, in minor units, by the rows that allocate payments: taken or
 * authorised, less refunds. Items with nothing are left out; payments for an open amendment do not count.
 */
export async function paidByItem(
  db: Db | Tx,
  { businessId, bookingId }: { businessId: string; bookingId: string },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ item_id: string; minor: number }>`
    select x.item_id, sum(x.amount_minor - x.refunded_minor)::bigint as minor
    from payment_share_items x
    join payment_shares s using (business_id, payment_id, booking_id)
    join payments p on p.id = s.payment_id
    left join amendments a on a.business_id = s.business_id and a.id = s.amendment_id
    where s.business_id = ${businessId} and s.booking_id = ${bookingId}
      and payment_counts(p.status) and not p.unwanted
      and (a.id is null or a.status = 'applied')
    group by x.item_id`.execute(db);
  return new Map(rows.map(({ item_id: id, minor }) => [id, minor]));
}
