import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";
import type { Figures } from "./invoice-lines.ts";
import type { ShareKey } from "../payment/earned-shares.ts";
import type { Issued, Seller } from "./issue-invoice.ts";

/** A document without its lines. */
export interface PaperFacts {
  kind: "invoice" | "credit_note";
  buyerName: string;
  currency: string;
  seller: Seller;
  /** For a credit note: the invoice it corrects, and its refund. */
  originalId?: string;
  refundId?: string;
  /** The amendment that let one item's money pay for another. */
  amendmentId?: string;
}

/** Writes a document; the database numbers it. The caller holds the share. */
export async function insertPaper(
  tx: Tx,
  share: ShareKey,
  facts: PaperFacts,
  figures: Figures,
  now: number,
): Promise<Issued> {
  const [issued] = await insertPapers(tx, [{ share, facts, figures }], now);
  return issued!;
}

/** A document to write. */
export interface NewPaper {
  share: ShareKey;
  facts: PaperFacts;
  figures: Figures;
}

/**
 * Writes many documents; the database numbers those of each business in the order given. Sorted by business, because
 * each locks the counter of its business.
 */
export async function insertPapers(
  tx: Tx,
  papers: readonly NewPaper[],
  now: number,
): Promise<Issued[]> {
  const rows = papers.map((paper, place) => ({ place, ...rowOf(paper, now) }));
  const { rows: issued } = await sql<Issued>`
    insert into invoices (business_id, id, kind, payment_id, booking_id, refund_id, original_id, amendment_id, buyer_name,
      currency, net_minor, vat_minor, gross_minor, rate_basis_points, lines, seller)
    select business_id, id, kind, payment_id, booking_id, refund_id, original_id, amendment_id, buyer_name,
      currency, gross_minor - vat_minor, vat_minor, gross_minor, rate_basis_points, lines, seller
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(place int, business_id uuid, id uuid, kind text,
      payment_id uuid, booking_id uuid, refund_id uuid, original_id uuid, amendment_id uuid, buyer_name text,
      currency text, vat_minor bigint, gross_minor bigint, rate_basis_points int, lines jsonb, seller jsonb)
    order by place
    returning id, number`.execute(tx);
  return issued;
}

function rowOf({ share, facts, figures }: NewPaper, now: number) {
  return {
    business_id: share.businessId,
    id: newId(now),
    kind: facts.kind,
    payment_id: share.paymentId,
    booking_id: share.bookingId,
    refund_id: facts.refundId,
    original_id: facts.originalId,
    amendment_id: facts.amendmentId,
    buyer_name: facts.buyerName,
    currency: facts.currency,
    vat_minor: figures.vatMinor,
    gross_minor: figures.grossMinor,
    rate_basis_points: figures.rateBasisPoints,
    lines: figures.lines,
    seller: facts.seller,
  };
}
