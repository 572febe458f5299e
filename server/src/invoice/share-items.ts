import { sql } from "kysely";
import { splitMinor } from "../base/money.ts";
import type { Text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import { coverageOf, type DraftLine } from "./invoice-lines.ts";
import type { ShareKey } from "./issue-invoice.ts";

interface Row {
  itemId: string;
  name: Text;
  quantity: number;
  priceMinor: number;
  amountMinor: number;
  rateBasisPoints: number;
  paymentTerms: string;
}

/** What is asked of a part of a payment besides its items. */
export interface ShareFacts {
  amountMinor: number;
  /** It pays what an earlier payment left. */
  isBalance: boolean;
  /** A seller who is not registered charges no VAT, whatever was planned when it was sold. */
  isRegistered: boolean;
}

/**
 * What a part of a payment paid for each item, as the item was when it was paid for, at the tax rate it was sold with. A
 * part that names no items is divided by their prices.
 */
export async function shareLines(tx: Tx, key: ShareKey, share: ShareFacts): Promise<DraftLine[]> {
  const allocated = await readAllocated(tx, key);
  const rows = allocated.length > 0 ? allocated : await readByPrice(tx, key, share.amountMinor);
  return rows.map(({ paymentTerms, ...line }) => ({
    ...line,
    rateBasisPoints: share.isRegistered ? line.rateBasisPoints : 0,
    covers: coverageOf(line, { isBalance: share.isBalance, paymentTerms }),
  }));
}

async function readAllocated(
  tx: Tx,
  { businessId, paymentId, bookingId }: ShareKey,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select x.item_id as "itemId", x.name, x.quantity, x.price_minor as "priceMinor", x.amount_minor as "amountMinor",
      x.tax_basis_points as "rateBasisPoints", i.payment_terms as "paymentTerms"
    from payment_share_items x
    join booking_items i on i.business_id = x.business_id and i.booking_id = x.booking_id and i.id = x.item_id
    where x.business_id = ${businessId} and x.payment_id = ${paymentId} and x.booking_id = ${bookingId}
      and x.amount_minor > 0 order by i.position`.execute(tx);
  return rows;
}

async function readByPrice(
  tx: Tx,
  { businessId, bookingId }: ShareKey,
  amountMinor: number,
): Promise<Row[]> {
  const { rows } = await sql<Omit<Row, "amountMinor">>`
    select id as "itemId", details->'name' as name, quantity, price_minor as "priceMinor",
      tax_basis_points as "rateBasisPoints", payment_terms as "paymentTerms"
    from booking_items where business_id = ${businessId} and booking_id = ${bookingId} and state = 'active'
    order by position`.execute(tx);
  const prices = rows.map((row) => row.priceMinor);
  const parts = splitMinor(amountMinor, prices);
  return rows
    .map((row, index) => ({ ...row, amountMinor: parts[index]! }))
    .filter((row) => row.amountMinor > 0);
}
