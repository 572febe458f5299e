import { sql } from "kysely";
import { notFound } from "../base/problem.ts";
import type { Text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import { withVat } from "./invoice-lines.ts";
import { insertPaper } from "./insert-paper.ts";
import { shareLines } from "./share-items.ts";
import { getTaxSettings } from "./tax-settings.ts";

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
  isBalance: boolean;
  amountMinor: number;
  buyerName: string;
  timezone: string;
}

/**
 * The invoice of a share that was earned; the one that is there, if it was issued before. Its lines are what was paid for
 * each item, at the tax rate the item was sold with. A seller without a VAT number gives a receipt without VAT. The caller's
 * context is the platform's.
 *
 * @param now epoch milliseconds
 * @throws Problem not-found when there is no such share, or it is not earned
 */
export async function issueInvoice(tx: Tx, key: ShareKey, now: number): Promise<Issued> {
  const share = await lockShare(tx, key);
  // After the lock: whoever issued it meanwhile has committed, and is seen.
  const issued = await findInvoice(tx, key);
  if (issued) return issued;
  const settings = await getTaxSettings(tx, key.businessId);
  const seller: Seller = {
    name: settings.sellerName,
    vatNumber: settings.vatNumber,
    address: settings.address,
    timezone: share.timezone,
  };
  const isRegistered = seller.vatNumber !== null;
  const lines = await shareLines(tx, key, { ...share, isRegistered });
  const { buyerName, currency } = share;
  const about = { kind: "invoice", buyerName, currency, seller } as const;
  return insertPaper(tx, key, about, withVat(lines), now);
}

/** Held until the end: of two who issue for one share, the second finds what the first issued. */
async function lockShare(
  tx: Tx,
  { businessId, paymentId, bookingId }: ShareKey,
): Promise<ShareRow> {
  const { rows } = await sql<ShareRow>`
    select p.currency, p.purpose = 'balance' or s.amendment_id is not null as "isBalance", s.amount_minor as "amountMinor",
      coalesce(nullif(b.customer_name, ''), nullif(o.contact_name, ''), u.name, '') as "buyerName",
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
      and kind = 'invoice' and amendment_id is null`.execute(tx);
  return rows[0];
}
