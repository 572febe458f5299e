import { sql } from "kysely";
import { notFound } from "../base/problem.ts";
import type { Text } from "../base/text.ts";
import { buyersOf } from "../booking/invoiced-booking.ts";
import type { Tx } from "../db/connection.ts";
import {
  lockEarnedShare,
  lockPlainShares,
  shareId,
  type ShareKey,
  type ShareOfMany,
} from "../payment/earned-shares.ts";
import { withVat } from "./invoice-lines.ts";
import { insertPapers, type NewPaper } from "./insert-paper.ts";
import { shareLinesOf } from "./share-items.ts";
import { taxSettingsOf } from "./tax-settings.ts";

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
  const [paper] = await insertPapers(tx, await draftInvoices(tx, [{ ...key, ...share }]), now);
  return paper!;
}

/**
 * Issues the invoices of many earned shares in one go. Leaves those with anything beside them (other payments of the
 * booking, refunds, documents, somebody at work on them) to `issueInvoice`; unknown ones, too.
 *
 * @returns the `shareId`s of those it issued
 */
export async function issueInvoices(
  tx: Tx,
  keys: readonly ShareKey[],
  now: number,
): Promise<Set<string>> {
  // An event may have been written twice.
  const once = [...new Map(keys.map((key) => [shareId(key), key])).values()];
  const locked = await lockPlainShares(tx, once);
  // As above, read after the lock.
  const begun = await withPapers(tx, locked);
  const shares = locked.filter((share) => !begun.has(shareId(share)));
  if (shares.length > 0) await insertPapers(tx, await draftInvoices(tx, shares), now);
  return new Set(shares.map(shareId));
}

async function draftInvoices(tx: Tx, shares: readonly ShareOfMany[]): Promise<NewPaper[]> {
  const buyers = await buyersOf(tx, shares);
  const settings = await taxSettingsOf(tx, [...new Set(shares.map((one) => one.businessId))]);
  const isRegistered = ({ businessId }: ShareKey) => settings.get(businessId)!.vatNumber !== null;
  const paid = shares.map((share) => ({ ...share, isRegistered: isRegistered(share) }));
  const lines = await shareLinesOf(tx, paid);
  return shares.map(({ currency, ...share }) => {
    const buyer = buyers.get(share.bookingId);
    if (!buyer) throw notFound("booking");
    const { sellerName: name, vatNumber, address } = settings.get(share.businessId)!;
    const seller: Seller = { name, vatNumber, address, timezone: buyer.timezone };
    const facts = { kind: "invoice", buyerName: buyer.name, currency, seller } as const;
    return { share, facts, figures: withVat(lines.get(shareId(share))!) };
  });
}

async function withPapers(tx: Tx, keys: readonly ShareKey[]): Promise<Set<string>> {
  const { rows } = await sql<ShareKey>`
    select i.business_id as "businessId", i.payment_id as "paymentId", i.booking_id as "bookingId"
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
      as w("businessId" uuid, "paymentId" uuid, "bookingId" uuid)
    join invoices i on i.business_id = w."businessId" and i.payment_id = w."paymentId"
      and i.booking_id = w."bookingId"`.execute(tx);
  return new Set(rows.map(shareId));
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
