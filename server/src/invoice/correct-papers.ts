import { lastAppliedAmendment } from "../amendment/last-applied.ts";
import type { Tx } from "../db/connection.ts";
import { lockEarnedSharesOf, type ShareKey } from "../payment/earned-shares.ts";
import { insertPaper } from "./insert-paper.ts";
import { withVat, type DraftLine } from "./invoice-lines.ts";
import { shareLines } from "./share-items.ts";
import { grossByRate, netLines, papersOf, type Paper } from "./share-papers.ts";

/**
 * Corrects the documents after an amendment lets money paid for one item pay for another: the payment's share is the
 * same, but pays for other items. The first item is credited and the other invoiced. Issues nothing when the
 * documents already say so, or predate the allocation of payments to items. The caller holds the share.
 *
 * @param now epoch milliseconds
 */
export async function correctPapers(tx: Tx, key: ShareKey, now: number): Promise<void> {
  const papers = await papersOf(tx, key);
  const [invoice] = papers;
  if (!invoice || invoice.lines.some(({ itemId }) => itemId === undefined)) return;
  const said = netLines(papers, (note) => note.amendmentId !== null);
  const paid = await paidLines(tx, key, invoice, said);
  const tooMuch = difference(said, paid);
  const amendmentId =
    paid.length > 0 && tooMuch.length > 0 ? await lastAppliedAmendment(tx, key) : undefined;
  if (amendmentId === undefined) return;
  const { id: originalId, buyerName, currency, seller } = invoice;
  const about = { amendmentId, buyerName, currency, seller };
  const credited = withVat(tooMuch, grossByRate(papers, "credit_note"));
  await insertPaper(tx, key, { ...about, kind: "credit_note", originalId }, credited, now);
  const invoiced = withVat(difference(paid, said), grossByRate(papers, "invoice"));
  await insertPaper(tx, key, { ...about, kind: "invoice" }, invoiced, now);
}

/** Corrects the documents of all payments of a booking, in the order in which money is refunded. */
export async function correctPapersOf(
  tx: Tx,
  { businessId, bookingId }: Pick<ShareKey, "businessId" | "bookingId">,
  now: number,
): Promise<void> {
  for (const share of await lockEarnedSharesOf(tx, { businessId, bookingId })) {
    await correctPapers(tx, share, now);
  }
}

/** Returns what is paid for each item now; an item invoiced before keeps its invoiced rate. */
async function paidLines(
  tx: Tx,
  key: ShareKey,
  invoice: Paper,
  said: readonly DraftLine[],
): Promise<DraftLine[]> {
  const isRegistered = invoice.seller.vatNumber !== null;
  const paid = await shareLines(tx, key, { amountMinor: 0, isBalance: true, isRegistered });
  return paid.map((line) => {
    const before = said.find(({ itemId }) => itemId === line.itemId);
    return before ? { ...line, rateBasisPoints: before.rateBasisPoints } : line;
  });
}

/** Returns the amounts by which the first lines exceed the second, item by item. */
function difference(some: readonly DraftLine[], less: readonly DraftLine[]): DraftLine[] {
  const other = new Map(less.map((line) => [line.itemId, line.amountMinor]));
  return some
    .map((line) => ({ ...line, amountMinor: line.amountMinor - (other.get(line.itemId) ?? 0) }))
    .filter(({ amountMinor }) => amountMinor > 0);
}
