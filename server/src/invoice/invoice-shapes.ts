import { Type } from "typebox";
import { AMENDED_ITEMS_MAX } from "../base/limits.ts";
import * as shape from "../http/shapes.ts";
import { coverages } from "./invoice-lines.ts";
import { invoiceKinds } from "./invoice-view.ts";
import { USUAL_RATE_BASIS_POINTS } from "./tax-settings.ts";

/** The longest name for a QR tag: this many Arabic letters are 240 of its 255 bytes. */
const sellerName = shape.object({ ar: shape.line(120), en: shape.line(120) });
const address = shape.object({
  ar: shape.line(300, { min: 0 }),
  en: shape.line(300, { min: 0 }),
});
const vatNumber = shape.nullable(
  Type.String({
    pattern: "^3[0-9]{13}3$",
    description: "15 digits that begin and end with 3; null if not registered for VAT",
    examples: ["310122393500003"],
  }),
);
const rate = shape.integer(0, 10_000, { description: "Hundredths of a percent: 1500 is 15 %" });

export const taxSettingsBody = shape.object(
  {
    sellerName,
    vatNumber,
    rateBasisPoints: shape.optional(Type.Integer({ ...rate, default: USUAL_RATE_BASIS_POINTS })),
    address: shape.optional(address),
  },
  { title: "TaxSettingsRequest" },
);

export const taxSettings = shape.object(
  {
    sellerName: shape.text,
    vatNumber,
    rateBasisPoints: rate,
    address,
    version: Type.Integer({ minimum: 0, description: "For If-Match; 0 before the first edit" }),
  },
  { title: "TaxSettings" },
);

const line = shape.object(
  {
    name: shape.text,
    quantity: Type.Integer(),
    covers: shape.oneOf(coverages, {
      description: "The part of the item's price that the payment paid",
    }),
    price: shape.money,
    amount: shape.money,
    rateBasisPoints: rate,
    vat: shape.money,
  },
  { title: "InvoiceLine" },
);

export const invoice = shape.object(
  {
    id: shape.id,
    kind: shape.oneOf(invoiceKinds),
    number: Type.Integer({ description: "Sequential without gaps, per kind and business" }),
    businessId: shape.id,
    bookingId: shape.id,
    bookingReference: Type.String(),
    paymentId: shape.id,
    refundId: shape.nullable(shape.id),
    originalId: shape.nullable(shape.id),
    originalNumber: shape.nullable(Type.Integer()),
    refundCause: shape.nullable(Type.String()),
    amendmentId: shape.nullable(
      Type.String({
        format: "uuid",
        description:
          "The amendment that moved a payment from one item to another: a credit note for the first, an invoice for the second",
      }),
    ),
    buyerName: Type.String(),
    seller: shape.object({
      name: shape.text,
      vatNumber: shape.nullable(Type.String()),
      address,
      timezone: Type.String(),
    }),
    rateBasisPoints: shape.nullable(
      Type.Integer({ ...rate, description: "Null if the lines have different rates" }),
    ),
    lines: shape.list(line, AMENDED_ITEMS_MAX),
    net: shape.money,
    vat: shape.money,
    gross: shape.money,
    qr: shape.nullable(
      Type.String({ description: "The content of the QR code; null without a VAT number" }),
    ),
    issuedAt: shape.instant,
  },
  { title: "Invoice" },
);
