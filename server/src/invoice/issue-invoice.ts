import { sql } from "kysely";
import { newId } from "../base/id.ts";
import { notFound } from "../base/problem.ts";
import type { Text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import { coverageOf, linesOf, type PricedItem } from "./invoice-lines.ts";
import { getTaxSettings } from "./tax-settings.ts";
import { vatInside } from "./vat.ts";

/** Which part of a payment, for which booking. */
export interface ShareKey {
  businessId: string;
  paymentId: string;
  bookingId: string;
}

/** Who sold, as it was when it was issued. */
export interface Seller {
  name: Text;
  vatNumber: string | null;
  address: Text;
  /** Where the clock hangs that the document's date is read from. */
  timezone: string;
}

/** A document that is there, whether or not it was made just now. */
export interface Issued {
  id: string;
  number: number;
}

interface ShareRow {
  currency: string;
  purpose: string;
  amount_minor: number;
  total_minor: number;
  payment_terms: string;
  buyer_name: string;
  timezone: string;
}

/**
 * The invoice of a share that was earned; the one that is there, if it was issued before. A seller without a VAT number
 * gives a receipt without VAT. The caller's context is the platform's.
 *
 * @param now epoch milliseconds
 * @throws Problem not-found when there is no such share, or it is not earned
 */
export async function issueInvoice(tx: Tx, key: ShareKey, now: number): Promise<Issued> {
  const share = await lockShare(tx, key);
  // After the lock: whoever issued it meanwhile has committed, and is seen.
  const issued = await findInvoice(tx, key);
  if (issued) return issued;
  const { businessId, paymentId, bookingId } = key;
  const settings = await getTaxSettings(tx, businessId);
  const seller: Seller = {
    name: settings.sellerName,
    vatNumber: settings.vatNumber,
    address: settings.address,
    timezone: share.timezone,
  };
  const rate = seller.vatNumber === null ? 0 : settings.rateBasisPoints;
  const gross = share.amount_minor;
  const vat = vatInside(gross, rate);
  const covers = coverageOf({
    amountMinor: gross,
    totalMinor: share.total_minor,
    purpose: share.purpose,
    paymentTerms: share.payment_terms,
  });
  const lines = linesOf(await itemsOf(tx, key), covers, gross);
  const { rows } = await sql<Issued>`
    insert into invoices (business_id, id, kind, payment_id, booking_id, buyer_name, currency, net_minor, vat_minor,
      gross_minor, rate_basis_points, lines, seller)
    values (${businessId}, ${newId(now)}, 'invoice', ${paymentId}, ${bookingId}, ${share.buyer_name},
      ${share.currency}, ${gross - vat}, ${vat}, ${gross}, ${rate}, ${JSON.stringify(lines)}::jsonb,
      ${JSON.stringify(seller)}::jsonb)
    returning id, number`.execute(tx);
  return rows[0]!;
}

/** Held until the end: of two who issue for one share, the second finds what the first issued. */
async function lockShare(
  tx: Tx,
  { businessId, paymentId, bookingId }: ShareKey,
): Promise<ShareRow> {
  const { rows } = await sql<ShareRow>`
    select p.currency, p.purpose, s.amount_minor, b.total_minor, b.payment_terms,
      coalesce(nullif(b.customer_name, ''), nullif(o.contact_name, ''), u.name, '') as buyer_name,
      coalesce(l.timezone, (
        select x.timezone from locations x where x.business_id = b.business_id order by x.id limit 1
      ), 'UTC') as timezone
    from payment_shares s
    join payments p on p.id = s.payment_id
    join bookings b on b.business_id = s.business_id and b.id = s.booking_id
    join orders o on o.id = b.order_id
    left join users u on u.id = b.customer_id
    left join locations l on l.business_id = b.business_id and l.id = b.location_id
    where s.business_id = ${businessId} and s.payment_id = ${paymentId} and s.booking_id = ${bookingId}
      and s.earned_at is not null
    for update of s`.execute(tx);
  if (!rows[0]) throw notFound("payment");
  return rows[0];
}

async function findInvoice(
  tx: Tx,
  { businessId, paymentId, bookingId }: ShareKey,
): Promise<Issued | undefined> {
  const { rows } = await sql<Issued>`
    select id, number from invoices
    where business_id = ${businessId} and payment_id = ${paymentId} and booking_id = ${bookingId}
      and kind = 'invoice'`.execute(tx);
  return rows[0];
}

async function itemsOf(tx: Tx, { businessId, bookingId }: ShareKey): Promise<PricedItem[]> {
  const { rows } = await sql<PricedItem>`
    select details->'name' as name, quantity, price_minor as "priceMinor" from booking_items
    where business_id = ${businessId} and booking_id = ${bookingId} order by position`.execute(tx);
  return rows;
}
