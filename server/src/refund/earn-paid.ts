import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import { earnShare } from "./earn-share.ts";
import { getPayment, type ShareRow } from "../payment/payments.ts";

/**
 * Marks the payments of a booking that counts as earned by its business, where they are not yet. The caller has the
 * platform's reach.
 *
 * @param now epoch milliseconds
 */
export async function earnPaid(tx: Tx, bookingId: string, now: number): Promise<void> {
  const { rows } = await sql<ShareRow>`
    select s.* from payment_shares s
    join payments p on p.id = s.payment_id
    join bookings b on b.business_id = s.business_id and b.id = s.booking_id
    left join amendments a on a.business_id = s.business_id and a.id = s.amendment_id
    where s.booking_id = ${bookingId} and s.earned_at is null and s.refunded_minor < s.amount_minor
      and payment_has_money(p.status) and booking_is_earned(b.status)
      and (a.id is null or a.status = 'applied')
    order by s.payment_id`.execute(tx);
  for (const share of rows) await earnShare(tx, await getPayment(tx, share.payment_id), share, now);
}
