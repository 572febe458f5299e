import { sql } from "kysely";
import type { Text } from "../base/text.ts";
import type { Db, Tx } from "../db/connection.ts";

/** One payment's part for one booking. */
export interface ShareKey {
  businessId: string;
  paymentId: string;
  bookingId: string;
}

/** A share that belongs to its business. */
export interface EarnedShare {
  currency: string;
  amountMinor: number;
  /** It pays the balance after an earlier payment, or for an amendment. */
  isBalance: boolean;
}

/** The part of a share that paid for one item, with the item as it was at that time. */
export interface ShareItem {
  itemId: string;
  name: Text;
  quantity: number;
  /** The full price of the item. */
  priceMinor: number;
  amountMinor: number;
  /** The part already reserved for refunds. */
  refundedMinor: number;
  /** The VAT rate the item was sold with. */
  rateBasisPoints: number;
}

/** Locks a share until the transaction ends; undefined when there is no such share, or it is not earned. */
export async function lockEarnedShare(tx: Tx, key: ShareKey): Promise<EarnedShare | undefined> {
  const { rows } = await sql<EarnedShare>`
    select p.currency, s.amount_minor as "amountMinor",
      p.purpose = 'balance' or s.amendment_id is not null as "isBalance"
    from payment_shares s join payments p on p.id = s.payment_id
    where s.business_id = ${key.businessId} and s.payment_id = ${key.paymentId} and s.booking_id = ${key.bookingId}
      and s.earned_at is not null
    for update of s`.execute(tx);
  return rows[0];
}

/** Locks the earned shares of a booking and returns their payments, in the order in which refunds use them. */
export async function lockEarnedSharesOf(
  tx: Tx,
  { businessId, bookingId }: Pick<ShareKey, "businessId" | "bookingId">,
): Promise<ShareKey[]> {
  const { rows } = await sql<{ paymentId: string }>`
    select s.payment_id as "paymentId" from payment_shares s join payments p on p.id = s.payment_id
    where s.business_id = ${businessId} and s.booking_id = ${bookingId} and s.earned_at is not null
    order by p.created_at desc, p.id for update of s`.execute(tx);
  return rows.map(({ paymentId }) => ({ businessId, paymentId, bookingId }));
}

/** A share among many, with its key. */
export type ShareOfMany = ShareKey & EarnedShare;

/**
 * Locks those of many earned shares with nothing beside them: each is the only payment of its booking, and no part of
 * it is reserved for a refund. Shares that somebody else has locked are left out: whoever locks many must wait for
 * nobody. Ordered by business and by when they were earned.
 */
export async function lockPlainShares(tx: Tx, keys: readonly ShareKey[]): Promise<ShareOfMany[]> {
  const { rows } = await sql<ShareOfMany>`
    select s.business_id as "businessId", s.payment_id as "paymentId", s.booking_id as "bookingId",
      p.currency, s.amount_minor as "amountMinor", p.purpose = 'balance' as "isBalance"
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
      as w("businessId" uuid, "paymentId" uuid, "bookingId" uuid)
    join payment_shares s on s.business_id = w."businessId" and s.payment_id = w."paymentId"
      and s.booking_id = w."bookingId"
    join payments p on p.id = s.payment_id
    where s.earned_at is not null and s.amendment_id is null and s.refunded_minor = 0
      and not exists (
        select from payment_shares other
        where other.business_id = s.business_id and other.booking_id = s.booking_id and other.payment_id <> s.payment_id)
    order by s.business_id, s.earned_at, s.payment_id, s.booking_id
    for update of s skip locked`.execute(tx);
  return rows;
}

/** Returns those of many bookings with an earned share. */
export async function bookingsWithEarned(
  tx: Tx,
  bookings: readonly Pick<ShareKey, "businessId" | "bookingId">[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct s.booking_id as id
    from jsonb_to_recordset(${JSON.stringify(bookings)}::jsonb) as w("businessId" uuid, "bookingId" uuid)
    join payment_shares s on s.business_id = w."businessId" and s.booking_id = w."bookingId"
    where s.earned_at is not null`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Returns the items a share paid for; empty if the share predates the allocation of payments to items. */
export async function itemsOfShare(db: Db | Tx, key: ShareKey): Promise<ShareItem[]> {
  return (await itemsOfShares(db, [key])).get(shareId(key)) ?? [];
}

/** Identifies a share within one process. */
export function shareId({ paymentId, bookingId }: ShareKey): string {
  return `${paymentId} ${bookingId}`;
}

/** Returns the items of many shares, by `shareId`. */
export async function itemsOfShares(
  db: Db | Tx,
  keys: readonly ShareKey[],
): Promise<Map<string, ShareItem[]>> {
  const { rows } = await sql<ShareItem & ShareKey>`
    select i.business_id as "businessId", i.payment_id as "paymentId", i.booking_id as "bookingId",
      item_id as "itemId", name, quantity, price_minor as "priceMinor", amount_minor as "amountMinor",
      refunded_minor as "refundedMinor", tax_basis_points as "rateBasisPoints"
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
      as w("businessId" uuid, "paymentId" uuid, "bookingId" uuid)
    join payment_share_items i on i.business_id = w."businessId" and i.payment_id = w."paymentId"
      and i.booking_id = w."bookingId"`.execute(db);
  return Map.groupBy(rows, shareId);
}
