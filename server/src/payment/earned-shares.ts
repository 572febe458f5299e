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

/** Returns the items a share paid for; empty if the share predates the allocation of payments to items. */
export async function itemsOfShare(db: Db | Tx, key: ShareKey): Promise<ShareItem[]> {
  const { rows } = await sql<ShareItem>`
    select item_id as "itemId", name, quantity, price_minor as "priceMinor", amount_minor as "amountMinor",
      refunded_minor as "refundedMinor", tax_basis_points as "rateBasisPoints"
    from payment_share_items
    where business_id = ${key.businessId} and payment_id = ${key.paymentId} and booking_id = ${key.bookingId}`.execute(
    db,
  );
  return rows;
}
