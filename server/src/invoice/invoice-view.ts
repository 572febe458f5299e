import { decimalText, money, splitMinor, type Money } from "../base/money.ts";
import type { Text } from "../base/text.ts";
import type { Coverage, StoredLine } from "./invoice-lines.ts";
import type { Seller } from "./issue-invoice.ts";
import { zatcaQr } from "./zatca-qr.ts";

export const invoiceKinds = ["invoice", "credit_note"] as const;
export type InvoiceKind = (typeof invoiceKinds)[number];

export interface InvoiceLineView {
  name: Text;
  quantity: number;
  covers: Coverage;
  price: Money;
  amount: Money;
  rateBasisPoints: number;
  /** The line's share of the document's VAT. */
  vat: Money;
}

/** An invoice or credit note as the API shows it. */
export interface InvoiceView {
  id: string;
  kind: InvoiceKind;
  /** Numbered per business and kind, without gaps. */
  number: number;
  businessId: string;
  bookingId: string;
  bookingReference: string;
  paymentId: string;
  refundId: string | null;
  /** For a credit note: the invoice it corrects, and the reason. */
  originalId: string | null;
  originalNumber: number | null;
  refundCause: string | null;
  /**
   * The amendment that moved money from one item to another: one document credits the first, another invoices the
   * second.
   */
  amendmentId: string | null;
  buyerName: string;
  seller: Seller;
  /** Null where the lines are at several rates. */
  rateBasisPoints: number | null;
  lines: InvoiceLineView[];
  net: Money;
  vat: Money;
  gross: Money;
  /** The content of the QR code; null without a VAT number. */
  qr: string | null;
  issuedAt: string;
}

/** As stored, under the columns' names. */
export interface InvoiceRow {
  id: string;
  business_id: string;
  kind: InvoiceKind;
  number: number;
  payment_id: string;
  booking_id: string;
  refund_id: string | null;
  original_id: string | null;
  amendment_id: string | null;
  buyer_name: string;
  currency: string;
  net_minor: number;
  vat_minor: number;
  gross_minor: number;
  rate_basis_points: number | null;
  lines: StoredLine[];
  seller: Seller;
  issued_at: string;
  booking_reference: string;
  original_number: number | null;
  refund_cause: string | null;
}

export function viewInvoice(row: InvoiceRow): InvoiceView {
  const { currency } = row;
  return {
    id: row.id,
    kind: row.kind,
    number: row.number,
    businessId: row.business_id,
    bookingId: row.booking_id,
    bookingReference: row.booking_reference,
    paymentId: row.payment_id,
    refundId: row.refund_id,
    originalId: row.original_id,
    originalNumber: row.original_number,
    refundCause: row.refund_cause ?? (row.original_id === null ? null : "amendment"),
    amendmentId: row.amendment_id,
    buyerName: row.buyer_name,
    seller: row.seller,
    rateBasisPoints: row.rate_basis_points,
    lines: viewLines(row),
    net: money(row.net_minor, currency),
    vat: money(row.vat_minor, currency),
    gross: money(row.gross_minor, currency),
    qr: qrOf(row),
    issuedAt: row.issued_at,
  };
}

/** Returns the VAT of each line. Documents of early releases have one rate and one VAT, which is divided by amount. */
function viewLines({ lines, currency, rate_basis_points: rate, vat_minor: vat }: InvoiceRow) {
  const parts = splitMinor(
    vat,
    lines.map((line) => line.amountMinor),
  );
  return lines.map((line, index): InvoiceLineView => ({
    name: line.name,
    quantity: line.quantity,
    covers: line.covers,
    price: money(line.priceMinor, currency),
    amount: money(line.amountMinor, currency),
    rateBasisPoints: line.rateBasisPoints ?? rate ?? 0,
    vat: money(line.vatMinor ?? parts[index]!, currency),
  }));
}

function qrOf({ seller, currency, ...row }: InvoiceRow): string | null {
  if (seller.vatNumber === null) return null;
  return zatcaQr({
    sellerName: seller.name.ar,
    vatNumber: seller.vatNumber,
    issuedAt: row.issued_at,
    gross: decimalText(row.gross_minor, currency),
    vat: decimalText(row.vat_minor, currency),
  });
}
