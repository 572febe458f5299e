import { sql } from "kysely";
import { newId } from "../base/id.ts";
import { notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { refundedLines, type InvoiceLine } from "./invoice-lines.ts";
import { issueInvoice, type Issued, type Seller, type ShareKey } from "./issue-invoice.ts";
import { vatOfPart } from "./vat.ts";

/** A refund, by its business. */
export interface RefundKey {
  businessId: string;
  refundId: string;
}

interface RefundRow {
  payment_id: string;
  booking_id: string;
  amount_minor: number;
  is_earned: boolean;
  /** Of each of the booking's items, in their order, whether it is one that it is for; null where it is for none in particular. */
  is_for: boolean[] | null;
}

interface OriginalRow {
  id: string;
  buyer_name: string;
  currency: string;
  rate_basis_points: number;
  lines: InvoiceLine[];
  seller: Seller;
  credited_minor: number;
}

/**
 * The credit note of a refund that succeeded; the one that is there, if it was issued before. The invoice it corrects is
 * issued first where that is still to come: events arrive in any order. Money that was given back before it was the
 * business's was never invoiced and is not credited. The caller's context is the platform's.
 *
 * @param now epoch milliseconds
 * @returns undefined when there is nothing to correct
 * @throws Problem not-found when there is no such refund, or it did not succeed
 */
export async function issueCreditNote(
  tx: Tx,
  { businessId, refundId }: RefundKey,
  now: number,
): Promise<Issued | undefined> {
  const refund = await getRefund(tx, { businessId, refundId });
  if (!refund.is_earned) return undefined;
  const share = { businessId, paymentId: refund.payment_id, bookingId: refund.booking_id };
  // Locks the share, so that no other credit note of it is counted half.
  const invoice = await issueInvoice(tx, share, now);
  const issued = await findCreditNote(tx, { businessId, refundId });
  if (issued) return issued;
  const original = await getOriginal(tx, businessId, invoice.id);
  const { amount_minor: gross } = refund;
  const vat = vatOfPart(gross, original.credited_minor, original.rate_basis_points);
  const lines = linesFor(original.lines, refund);
  const { rows } = await sql<Issued>`
    insert into invoices (business_id, id, kind, payment_id, booking_id, refund_id, original_id, buyer_name, currency,
      net_minor, vat_minor, gross_minor, rate_basis_points, lines, seller)
    values (${businessId}, ${newId(now)}, 'credit_note', ${share.paymentId}, ${share.bookingId}, ${refundId},
      ${original.id}, ${original.buyer_name}, ${original.currency}, ${gross - vat}, ${vat}, ${gross},
      ${original.rate_basis_points}, ${JSON.stringify(lines)}::jsonb, ${JSON.stringify(original.seller)}::jsonb)
    returning id, number`.execute(tx);
  return rows[0]!;
}

/** Issues what refunds of a share still lack: those that succeeded before it was known to be earned. */
export async function issueCreditNotesOf(tx: Tx, share: ShareKey, now: number): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select r.id from refunds r
    where r.business_id = ${share.businessId} and r.payment_id = ${share.paymentId}
      and r.booking_id = ${share.bookingId} and r.status = 'succeeded'
    order by r.succeeded_at, r.id`.execute(tx);
  for (const { id } of rows) {
    await issueCreditNote(tx, { businessId: share.businessId, refundId: id }, now);
  }
}

/** Of the items that it was asked for by; else, and where the booking has other items by now, of all in proportion. */
function linesFor(
  lines: readonly InvoiceLine[],
  { amount_minor: minor, is_for: isFor }: RefundRow,
): InvoiceLine[] {
  const own = isFor?.length === lines.length ? lines.filter((_, index) => isFor[index]) : [];
  const ownMinor = own.reduce((sum, line) => sum + line.amountMinor, 0);
  return ownMinor === minor ? own : refundedLines(lines, minor);
}

async function getRefund(tx: Tx, { businessId, refundId }: RefundKey): Promise<RefundRow> {
  const { rows } = await sql<RefundRow>`
    select r.payment_id, r.booking_id, r.amount_minor, s.earned_at is not null as is_earned, (
        select array_agg(i.id = any (r.items) order by i.position) from booking_items i
        where r.items is not null and i.business_id = r.business_id and i.booking_id = r.booking_id) as is_for
    from refunds r join payment_shares s using (business_id, payment_id, booking_id)
    where r.business_id = ${businessId} and r.id = ${refundId} and r.status = 'succeeded'`.execute(
    tx,
  );
  if (!rows[0]) throw notFound("refund");
  return rows[0];
}

async function findCreditNote(
  tx: Tx,
  { businessId, refundId }: RefundKey,
): Promise<Issued | undefined> {
  const { rows } = await sql<Issued>`
    select id, number from invoices where business_id = ${businessId} and refund_id = ${refundId}`.execute(
    tx,
  );
  return rows[0];
}

async function getOriginal(tx: Tx, businessId: string, id: string): Promise<OriginalRow> {
  const { rows } = await sql<OriginalRow>`
    select i.id, i.buyer_name, i.currency, i.rate_basis_points, i.lines, i.seller, (
        select coalesce(sum(c.gross_minor), 0)::int8 from invoices c
        where c.business_id = i.business_id and c.original_id = i.id) as credited_minor
    from invoices i where i.business_id = ${businessId} and i.id = ${id}`.execute(tx);
  return rows[0]!;
}
