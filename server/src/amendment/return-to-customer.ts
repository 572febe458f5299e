import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import { returnMoney } from "../refund/return-money.ts";
import { beyond, planReturn, readPaidParts } from "../refund/return-plan.ts";

interface Key {
  businessId: string;
  id: string;
}

/**
 * Requests refunds of what was paid for items in excess of their new price, to where the money came from, newest
 * payment first, in the caller's transaction. Authorised money is refunded when it is captured: see `returnOverpaid`.
 *
 * @param mostMinor the maximum for all items together: one item's surplus may pay for another
 * @param now epoch milliseconds
 * @returns the amount requested, in minor units
 */
export async function returnToCustomer(
  tx: Tx,
  { businessId, id: bookingId }: Key,
  mostMinor: number,
  reason: string,
  now: number,
): Promise<number> {
  const key = { businessId, bookingId };
  const paid = await readPaidParts(tx, key, true);
  const taken = paid.filter(({ counts, isHeld }) => counts && !isHeld);
  const plan = planReturn(taken, beyond(await costByItem(tx, key)), mostMinor);
  const why = {
    ...key,
    cause: "amendment",
    isAutomatic: false,
    reason: reason || "the booking was amended",
  } as const;
  return returnMoney(tx, why, plan, now);
}

/**
 * Refunds what was paid in excess of a booking's price – a payment page was open while the booking became cheaper –
 * and allocates the rest to the booking's items.
 *
 * @param now epoch milliseconds
 */
export async function returnOverpaid(tx: Tx, bookingId: string, now: number): Promise<void> {
  const { rows } = await sql<{ businessId: string; surplus: number }>`
    select b.business_id as "businessId", m.standing - b.total_minor - b.fee_minor as surplus
    from bookings b cross join lateral booking_money(b.business_id, b.id) m
    where b.id = ${bookingId} and booking_is_sold(b.status)`.execute(tx);
  const [row] = rows;
  if (!row) return;
  const booking = { businessId: row.businessId, id: bookingId };
  if (row.surplus > 0) {
    await returnToCustomer(tx, booking, row.surplus, "more was paid than the booking costs", now);
  }
  await reallocate(tx, booking);
}

/** Moves the surplus of items that became cheaper to the booking's other items, in the rows that allocate payments. */
export async function reallocate(tx: Tx, { businessId, id }: Key): Promise<void> {
  await sql`select reallocate_booking(${businessId}, ${id})`.execute(tx);
}

/** Returns the cost of each item: its price plus the fees kept for removed parts. */
async function costByItem(
  tx: Tx,
  { businessId, bookingId }: { businessId: string; bookingId: string },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; cost: number }>`
    select id, fee_kept_minor + case state when 'active' then price_minor else 0 end as cost
    from booking_items where business_id = ${businessId} and booking_id = ${bookingId}`.execute(tx);
  return new Map(rows.map(({ id, cost }) => [id, cost]));
}
