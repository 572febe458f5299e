import { sql } from "kysely";
import { splitMinor } from "../base/money.ts";
import { notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";
import { lockEarnedShare, type ShareKey } from "../payment/earned-shares.ts";
import {
  findSentRefund,
  sentRefundsOf,
  type RefundKey,
  type SentRefund,
} from "../refund/sent-refunds.ts";
import { correctPapers } from "./correct-papers.ts";
import { insertPaper } from "./insert-paper.ts";
import { withAmounts, withVat, type DraftLine } from "./invoice-lines.ts";
import { issueInvoice, type Issued } from "./issue-invoice.ts";
import { grossByRate, netLines, papersOf } from "./share-papers.ts";

/**
 * Issues the credit note of a refund that succeeded; returns the existing one if there is one. The invoice it
 * corrects is issued first if it is missing, because events arrive in any order. Money refunded before the business
 * had earned it was never invoiced and is not credited. The caller's context is the platform's.
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
  const refund = await findSentRefund(tx, { businessId, refundId });
  if (!refund) throw notFound("refund");
  const share = { businessId, paymentId: refund.paymentId, bookingId: refund.bookingId };
  // Locked, so no concurrent credit note of this invoice is missed.
  if (!(await lockEarnedShare(tx, share))) return undefined;
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

/** Issues the missing credit notes of a share, for refunds that succeeded before the share was known to be earned. */
export async function issueCreditNotesOf(tx: Tx, share: ShareKey, now: number): Promise<void> {
  for (const refund of await sentRefundsOf(tx, share)) await issueCreditNote(tx, refund, now);
}

/**
 * Returns the refunded lines. If the invoice or the refund predates the allocation of payments to items, the refund
 * is divided over all lines in proportion to what is left of them.
 */
function linesFor(
  net: readonly DraftLine[],
  { amountMinor: minor, items }: SentRefund,
): DraftLine[] {
  const back = new Map(items.map((one) => [one.itemId, one.minor]));
  const isKnown = items.every(({ itemId }) => net.some((line) => line.itemId === itemId));
  if (items.length > 0 && isKnown) {
    return withAmounts(
      net,
      net.map((line) => back.get(line.itemId ?? "") ?? 0),
    );
  }
  const left = net.map((line) => Math.max(0, line.amountMinor));
  return withAmounts(net, splitMinor(minor, left));
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
