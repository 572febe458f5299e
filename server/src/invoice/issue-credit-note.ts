import { sql } from "kysely";
import { splitMinor } from "../base/money.ts";
import { notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { correctPapers } from "./correct-papers.ts";
import { insertPaper } from "./insert-paper.ts";
import { withAmounts, withVat, type DraftLine } from "./invoice-lines.ts";
import { issueInvoice, type Issued, type ShareKey } from "./issue-invoice.ts";
import { grossByRate, netLines, papersOf } from "./share-papers.ts";

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
  /** What of it is for each item; null where it names none. */
  items: { itemId: string; minor: number }[] | null;
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
  await issueInvoice(tx, share, now);
  const issued = await findCreditNote(tx, { businessId, refundId });
  if (issued) return issued;
  await correctPapers(tx, share, now);
  const papers = await papersOf(tx, share);
  const { id: originalId, buyerName, currency, seller } = papers[0]!;
  const lines = linesFor(netLines(papers), refund);
  const figures = withVat(lines, grossByRate(papers, "credit_note"));
  const about = { kind: "credit_note", originalId, refundId, buyerName, currency, seller } as const;
  return insertPaper(tx, share, about, figures, now);
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

/**
 * What went back for each item. Where the invoice or the refund is from before payments were allocated to items, all lines in
 * proportion to what is left of them.
 */
function linesFor(
  net: readonly DraftLine[],
  { amount_minor: minor, items }: RefundRow,
): DraftLine[] {
  const back = new Map(items?.map((one) => [one.itemId, one.minor]));
  const isKnown = (items ?? []).every(({ itemId }) => net.some((line) => line.itemId === itemId));
  if (items && isKnown) {
    return withAmounts(
      net,
      net.map((line) => back.get(line.itemId ?? "") ?? 0),
    );
  }
  const left = net.map((line) => Math.max(0, line.amountMinor));
  return withAmounts(net, splitMinor(minor, left));
}

async function getRefund(tx: Tx, { businessId, refundId }: RefundKey): Promise<RefundRow> {
  const { rows } = await sql<RefundRow>`
    select r.payment_id, r.booking_id, r.amount_minor, s.earned_at is not null as is_earned, (
        select jsonb_agg(jsonb_build_object('itemId', i.item_id, 'minor', i.amount_minor)) from refund_items i
        where i.business_id = r.business_id and i.refund_id = r.id) as items
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
