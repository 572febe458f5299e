import { sql } from "kysely";
import { notFound } from "../base/problem.ts";
import type { Text } from "../base/text.ts";
import { getBuyer } from "../booking/invoiced-booking.ts";
import type { Tx } from "../db/connection.ts";
import { lockEarnedShare, type ShareKey } from "../payment/earned-shares.ts";
import { withVat } from "./invoice-lines.ts";
import { insertPaper } from "./insert-paper.ts";
import { shareLines } from "./share-items.ts";
import { getTaxSettings } from "./tax-settings.ts";

/** The seller as it was when the document was issued. */
export interface Seller {
  name: Text;
  vatNumber: string | null;
  address: Text;
  /** The timezone of the document's date. */
  timezone: string;
}

/** An issued document, new or existing. */
export interface Issued {
  id: string;
  number: number;
}

/**
 * Issues the invoice of an earned share; returns the existing one if there is one. Its lines are the amounts paid for
 * each item, at the tax rate of the sale. A seller without a VAT number gives a receipt without VAT. The caller's
 * context is the platform's.
 *
 * @param now epoch milliseconds
 * @throws Problem not-found when there is no such share, or it is not earned
 */
export async function issueInvoice(tx: Tx, key: ShareKey, now: number): Promise<Issued> {
  const share = await lockEarnedShare(tx, key);
  if (!share) throw notFound("payment");
  // Read after the lock: if somebody issued it meanwhile, that is committed and visible.
  const issued = await findInvoice(tx, key);
  if (issued) return issued;
  const buyer = await getBuyer(tx, key);
  const settings = await getTaxSettings(tx, key.businessId);
  const seller: Seller = {
    name: settings.sellerName,
    vatNumber: settings.vatNumber,
    address: settings.address,
    timezone: buyer.timezone,
  };
  const isRegistered = seller.vatNumber !== null;
  const lines = await shareLines(tx, key, { ...share, isRegistered });
  const { currency } = share;
  const about = { kind: "invoice", buyerName: buyer.name, currency, seller } as const;
  return insertPaper(tx, key, about, withVat(lines), now);
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
