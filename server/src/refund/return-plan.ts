import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";

/** What one payment paid for one item of a booking, less refunds. */
export interface PaidPart {
  paymentId: string;
  payerId: string | null;
  /** Null when a share names no items. */
  itemId: string | null;
  /** The amendment it was paid for; null: the original booking. */
  amendmentId: string | null;
  /** Whether it pays for the booking as it stands; not so a payment for an amendment that is not applied. */
  counts: boolean;
  /** Only authorised on a card: nothing of it is refunded before it is captured. */
  isHeld: boolean;
  minor: number;
}

/** The planned refund of one payment, by item. */
export interface ShareReturn {
  paymentId: string;
  payerId: string | null;
  minor: number;
  items: { itemId: string | null; minor: number }[];
}

/** Returns how much of an item's paid amount is refunded, in minor units. */
export type BackOf = (itemId: string | null, standingMinor: number) => number;

/** Refunds everything. */
export const all: BackOf = (_, standingMinor) => standingMinor;

/** Refunds everything beyond what is kept of each item; a fee is never taken from another item. */
export function beyond(keptMinor: ReadonlyMap<string, number>): BackOf {
  return (itemId, standingMinor) =>
    Math.max(0, standingMinor - ((itemId !== null && keptMinor.get(itemId)) || 0));
}

/**
 * Returns what was paid for a booking, less refunds: newest payment first, then in the order of its items.
 *
 * @param lock locks the shares until the transaction ends, so that nobody else refunds them
 */
export async function readPaidParts(
  db: Db | Tx,
  { businessId, bookingId }: { businessId: string; bookingId: string },
  lock = false,
): Promise<PaidPart[]> {
  const { rows } = await sql<PaidPart>`
    select s.payment_id as "paymentId", p.customer_id as "payerId", x.item_id as "itemId",
      s.amendment_id as "amendmentId", a.id is null or a.status = 'applied' as counts, p.status = 'authorized' as "isHeld",
      coalesce(x.amount_minor - x.refunded_minor, s.amount_minor - s.refunded_minor) as minor
    from payment_shares s
    join payments p on p.id = s.payment_id
    left join payment_share_items x using (business_id, payment_id, booking_id)
    left join booking_items i on i.business_id = x.business_id and i.booking_id = x.booking_id and i.id = x.item_id
    left join amendments a on a.business_id = s.business_id and a.id = s.amendment_id
    where s.business_id = ${businessId} and s.booking_id = ${bookingId} and s.amount_minor > s.refunded_minor
      and (payment_has_money(p.status) or (p.status = 'authorized' and not p.unwanted))
    order by p.created_at desc, p.id, i.position ${lock ? sql`for update of s` : sql``}`.execute(
    db,
  );
  return rows.filter(({ minor }) => minor > 0);
}

/**
 * Divides the refund of each item among the payments that paid for it, in the order of the list. Pure.
 *
 * @param atMostMinor the maximum for all items together
 */
export function planReturn(
  parts: readonly PaidPart[],
  backOf: BackOf,
  atMostMinor = Infinity,
): ShareReturn[] {
  const standing = new Map<string | null, number>();
  for (const { itemId, minor } of parts) {
    standing.set(itemId, (standing.get(itemId) ?? 0) + minor);
  }
  const back = new Map([...standing].map(([itemId, minor]) => [itemId, backOf(itemId, minor)]));
  let left = atMostMinor;
  const shares = new Map<string, ShareReturn>();
  for (const { paymentId, payerId, itemId, minor: standsMinor } of parts) {
    const minor = Math.min(standsMinor, back.get(itemId)!, left);
    if (minor <= 0) continue;
    left -= minor;
    back.set(itemId, back.get(itemId)! - minor);
    const share = shares.get(paymentId) ?? { paymentId, payerId, minor: 0, items: [] };
    share.minor += minor;
    share.items.push({ itemId, minor });
    shares.set(paymentId, share);
  }
  return [...shares.values()];
}
