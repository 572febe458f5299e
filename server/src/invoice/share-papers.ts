import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";
import type { DraftLine, StoredLine } from "./invoice-lines.ts";
import type { ShareKey } from "../payment/earned-shares.ts";
import type { Seller } from "./issue-invoice.ts";

/** A document of a payment's share. */
export interface Paper {
  id: string;
  kind: "invoice" | "credit_note";
  /** Set when it corrects earlier documents because an amendment let one item's money pay for another. */
  amendmentId: string | null;
  buyerName: string;
  currency: string;
  seller: Seller;
  lines: DraftLine[];
}

type Row = Omit<Paper, "lines"> & { rate: number | null; lines: StoredLine[] };

/** Returns all documents of a share, oldest first; the first is its invoice. */
export async function papersOf(
  db: Db | Tx,
  { businessId, paymentId, bookingId }: ShareKey,
): Promise<Paper[]> {
  const { rows } = await sql<Row>`
    select id, kind, amendment_id as "amendmentId", buyer_name as "buyerName", currency, seller, lines,
      rate_basis_points as rate
    from invoices
    where business_id = ${businessId} and payment_id = ${paymentId} and booking_id = ${bookingId}
    order by kind = 'invoice' and amendment_id is null desc, issued_at, number`.execute(db);
  return rows.map(({ rate, ...paper }) => ({
    ...paper,
    lines: paper.lines.map((line) => ({
      ...line,
      rateBasisPoints: line.rateBasisPoints ?? rate ?? 0,
    })),
  }));
}

/** Returns the totals of the documents of one kind by rate, in minor units. */
export function grossByRate(papers: readonly Paper[], kind: Paper["kind"]): Map<number, number> {
  const gross = new Map<number, number>();
  for (const { lines } of papers.filter((one) => one.kind === kind)) {
    for (const { rateBasisPoints: rate, amountMinor } of lines) {
      gross.set(rate, (gross.get(rate) ?? 0) + amountMinor);
    }
  }
  return gross;
}

/**
 * Returns the net of the documents, item by item: the latest invoiced line, with the amount invoiced less the amount
 * credited.
 *
 * @param counted which credit notes are subtracted
 */
export function netLines(
  papers: readonly Paper[],
  counted: (note: Paper) => boolean = () => true,
): DraftLine[] {
  const net = new Map<string, DraftLine>();
  const keyOf = (line: DraftLine, place: number) => line.itemId ?? `line ${place}`;
  for (const { kind, lines } of papers.filter((one) => one.kind === "invoice" || counted(one))) {
    for (const [place, line] of lines.entries()) {
      const key = keyOf(line, place);
      const had = net.get(key)?.amountMinor ?? 0;
      const amountMinor = kind === "invoice" ? had + line.amountMinor : had - line.amountMinor;
      net.set(key, { ...(kind === "invoice" ? line : (net.get(key) ?? line)), amountMinor });
    }
  }
  return [...net.values()];
}
