import { sql, type RawBuilder } from "kysely";
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
 * Returns the buyers of many bookings, by booking: the name given with the booking, else with the order, else the
 * customer's own; empty when there is none.
 */
export async function buyersOf(tx: Tx, keys: readonly Key[]): Promise<Map<string, Buyer>> {
  const { rows } = await sql<Buyer & { id: string }>`
    select b.id, coalesce(nullif(b.customer_name, ''), nullif(o.contact_name, ''), u.name, '') as name,
      coalesce(l.timezone, (
        select x.timezone from locations x where x.business_id = b.business_id order by x.id limit 1
      ), 'UTC') as timezone
    from ${keysAs(keys)}
    join bookings b on b.business_id = w.business and b.id = w.booking
    join orders o on o.id = b.order_id
    left join users u on u.id = b.customer_id
    left join locations l on l.business_id = b.business_id and l.id = b.location_id`.execute(tx);
  return new Map(rows.map(({ id, name, timezone }) => [id, { name, timezone }]));
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

/** Returns all items of bookings in their order, including removed ones, by booking. */
export async function soldItemsOf(
  db: Db | Tx,
  keys: readonly Key[],
): Promise<Map<string, SoldItem[]>> {
  const { rows } = await sql<SoldItem & { bookingId: string }>`
    select i.booking_id as "bookingId", i.id as "itemId", state = 'active' as "isActive", details->'name' as name, quantity,
      price_minor as "priceMinor", tax_basis_points as "rateBasisPoints", payment_terms as "paymentTerms"
    from ${keysAs(keys)} join booking_items i on i.business_id = w.business and i.booking_id = w.booking
    order by i.booking_id, position`.execute(db);
  return Map.groupBy(rows, ({ bookingId }) => bookingId);
}

/** Bookings as rows (business, booking), each once. */
function keysAs(keys: readonly Key[]): RawBuilder<unknown> {
  const once = [...new Map(keys.map((key) => [key.bookingId, key])).values()];
  return sql`unnest(${once.map(({ businessId }) => businessId)}::uuid[],
    ${once.map(({ bookingId }) => bookingId)}::uuid[]) as w(business, booking)`;
}

/** Returns SQL that joins the booking as `b`, for lists in other rooms. */
export function joinBooking(
  businessId: RawBuilder<unknown>,
  bookingId: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`join bookings b on b.business_id = ${businessId} and b.id = ${bookingId}`;
}
