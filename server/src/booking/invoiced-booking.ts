import { sql, type RawBuilder } from "kysely";
import { notFound } from "../base/problem.ts";
import type { Text } from "../base/text.ts";
import type { Db, Tx } from "../db/connection.ts";

interface Key {
  businessId: string;
  bookingId: string;
}

/** The buyer of a document, and the timezone of its date. */
export interface Buyer {
  name: string;
  timezone: string;
}

/**
 * Returns the name given with the booking, else with the order, else the customer's own; empty when there is none.
 *
 * @throws Problem not-found when there is no such booking
 */
export async function getBuyer(tx: Tx, { businessId, bookingId }: Key): Promise<Buyer> {
  const { rows } = await sql<Buyer>`
    select coalesce(nullif(b.customer_name, ''), nullif(o.contact_name, ''), u.name, '') as name,
      coalesce(l.timezone, (
        select x.timezone from locations x where x.business_id = b.business_id order by x.id limit 1
      ), 'UTC') as timezone
    from bookings b
    join orders o on o.id = b.order_id
    left join users u on u.id = b.customer_id
    left join locations l on l.business_id = b.business_id and l.id = b.location_id
    where b.business_id = ${businessId} and b.id = ${bookingId}`.execute(tx);
  if (!rows[0]) throw notFound("booking");
  return rows[0];
}

/** An item as it was sold. */
export interface SoldItem {
  itemId: string;
  isActive: boolean;
  name: Text;
  quantity: number;
  priceMinor: number;
  rateBasisPoints: number;
  paymentTerms: string;
}

/** Returns all items of a booking in their order, including removed ones. */
export async function soldItems(db: Db | Tx, { businessId, bookingId }: Key): Promise<SoldItem[]> {
  const { rows } = await sql<SoldItem>`
    select id as "itemId", state = 'active' as "isActive", details->'name' as name, quantity,
      price_minor as "priceMinor", tax_basis_points as "rateBasisPoints", payment_terms as "paymentTerms"
    from booking_items where business_id = ${businessId} and booking_id = ${bookingId}
    order by position`.execute(db);
  return rows;
}

/** Returns SQL that joins the booking as `b`, for lists in other rooms. */
export function joinBooking(
  businessId: RawBuilder<unknown>,
  bookingId: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`join bookings b on b.business_id = ${businessId} and b.id = ${bookingId}`;
}
