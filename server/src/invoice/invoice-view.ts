import { decimalText, money, type Money } from "../base/money.ts";
import type { Text } from "../base/text.ts";
import type { Coverage, InvoiceLine } from "./invoice-lines.ts";
import type { Seller } from "./issue-invoice.ts";
import { zatcaQr } from "./zatca-qr.ts";

export const invoiceKinds = ["invoice", "credit_note"] as const;
export type InvoiceKind = (typeof invoiceKinds)[number];

/** An invoice or credit note as everybody outside sees it. */
export interface InvoiceView {
  id: string;
  kind: InvoiceKind;
  /** Of its kind in its business, without a gap. */
  number: number;
  businessId: string;
  bookingId: string;
  bookingReference: string;
  paymentId: string;
  refundId: string | null;
  /** Of a credit note: the invoice it corrects, and why. */
  originalId: string | null;
  originalNumber: number | null;
  refundCause: string | null;
  buyerName: string;
  seller: Seller;
  rateBasisPoints: number;
  lines: { name: Text; quantity: number; covers: Coverage; price: Money; amount: Money }[];
  net: Money;
  vat: Money;
  gross: Money;
  /** What the QR code says; null without a VAT number. */
  qr: string | null;
  issuedAt: string;
}

/** As it is stored; names are the columns'. */
export interface InvoiceRow {
  id: string;
  business_id: string;
  kind: InvoiceKind;
  number: number;
  payment_id: string;
  booking_id: string;
  refund_id: string | null;
  original_id: string | null;
  buyer_name: string;
  currency: string;
  net_minor: number;
  vat_minor: number;
  gross_minor: number;
  rate_basis_points: number;
  lines: InvoiceLine[];
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
    refundCause: row.refund_cause,
    buyerName: row.buyer_name,
    seller: row.seller,
    rateBasisPoints: row.rate_basis_points,
    lines: row.lines.map(({ name, quantity, covers, priceMinor, amountMinor }) => ({
      name,
      quantity,
      covers,
      price: money(priceMinor, currency),
      amount: money(amountMinor, currency),
    })),
    net: money(row.net_minor, currency),
    vat: money(row.vat_minor, currency),
    gross: money(row.gross_minor, currency),
    qr: qrOf(row),
    issuedAt: row.issued_at,
  };
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
