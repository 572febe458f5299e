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
  { businessId, paymentId, bookingId }: ShareKey,
  facts: PaperFacts,
  { lines, grossMinor, vatMinor, rateBasisPoints }: Figures,
  now: number,
): Promise<Issued> {
  const { rows } = await sql<Issued>`
    insert into invoices (business_id, id, kind, payment_id, booking_id, refund_id, original_id, amendment_id, buyer_name,
      currency, net_minor, vat_minor, gross_minor, rate_basis_points, lines, seller)
    values (${businessId}, ${newId(now)}, ${facts.kind}, ${paymentId}, ${bookingId}, ${facts.refundId ?? null},
      ${facts.originalId ?? null}, ${facts.amendmentId ?? null}, ${facts.buyerName}, ${facts.currency},
      ${grossMinor - vatMinor}, ${vatMinor}, ${grossMinor}, ${rateBasisPoints}, ${JSON.stringify(lines)}::jsonb,
      ${JSON.stringify(facts.seller)}::jsonb)
    returning id, number`.execute(tx);
  return rows[0]!;
}
