import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import { requestRefund } from "../payment/request-refund.ts";

interface PaidShare {
  payment_id: string;
  left_minor: number;
}

/**
 * Promises a part of what was paid for a booking back to where it came from, newest payment first, in the caller's
 * transaction. Money that is only held goes back when it is captured: see `returnOverpaid`.
 *
 * @param now epoch milliseconds
 * @returns how much was promised, in minor units
 */
export async function returnToCustomer(
  tx: Tx,
  { businessId, id: bookingId }: { businessId: string; id: string },
  amountMinor: number,
  reason: string,
  now: number,
): Promise<number> {
  const { rows } = await sql<PaidShare>`
    select s.payment_id, s.amount_minor - s.refunded_minor as left_minor
    from payment_shares s join payments p on p.id = s.payment_id
    where s.business_id = ${businessId} and s.booking_id = ${bookingId}
      and p.status in ('paid', 'partially_refunded') and s.amount_minor > s.refunded_minor
    order by p.created_at desc, p.id for update of s`.execute(tx);
  let left = amountMinor;
  for (const share of rows) {
    const part = Math.min(left, share.left_minor);
    if (part === 0) break;
    left -= part;
    await requestRefund(
      tx,
      {
        businessId,
        paymentId: share.payment_id,
        bookingId,
        amountMinor: part,
        destination: "source",
        cause: "amendment",
        isAutomatic: false,
        reason: reason || "the booking was amended",
        requestedBy: "system",
      },
      now,
    );
  }
  return amountMinor - left;
}

/**
 * A booking that stands has been paid no more than it costs: what a payment brought besides – its page was open while the
 * booking became cheaper – goes back at once.
 *
 * @param now epoch milliseconds
 */
export async function returnOverpaid(tx: Tx, bookingId: string, now: number): Promise<void> {
  const { rows } = await sql<{ business_id: string; surplus: number }>`
    select b.business_id, sum(s.amount_minor - s.refunded_minor)::bigint - b.total_minor - b.fee_minor as surplus
    from bookings b
    join payment_shares s on s.business_id = b.business_id and s.booking_id = b.id and s.amendment_id is null
    join payments p on p.id = s.payment_id and p.status in ('paid', 'partially_refunded')
    where b.id = ${bookingId} and b.status in ('pending', 'confirmed', 'completed')
    group by b.business_id, b.id`.execute(tx);
  const [row] = rows;
  if (!row || row.surplus <= 0) return;
  const booking = { businessId: row.business_id, id: bookingId };
  await returnToCustomer(tx, booking, row.surplus, "more was paid than the booking costs", now);
}

/** What was paid for items that cost less by now pays for the booking's others, in the rows that allocate it. */
export async function reallocate(
  tx: Tx,
  { businessId, id }: { businessId: string; id: string },
): Promise<void> {
  await sql`select reallocate_booking(${businessId}, ${id})`.execute(tx);
}
