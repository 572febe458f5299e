import type { Planting } from "../planting.ts";

const NUMBERS = "the invoices and credit notes of every business are numbered from 1 without a gap";
const SUMS = "every invoice's net plus VAT, and the sum of its lines, is its total";
const INVOICES = "every earned share has an invoice of the same amount, or it is being issued";
const NOTES =
  "every refund of an invoiced share has a credit note of the same amount, or it is being issued";
const WITHIN = "no share is credited beyond its invoiced total or VAT";
const PAID =
  "the invoice lines of a share are what it paid for each item, or a correction is being issued";
const GIVEN = "the lines of every credit note are what its refund returned for each item";
const AGREED = "no item is invoiced, less credits and refunds in progress, above its agreed price";
const RATE =
  "every invoice line has the tax rate its item was sold with; without a VAT number it has none";

export const invoicePlantings: readonly Planting[] = [
  {
    title: "invoices may be edited",
    plant: "alter table invoices disable trigger invoices_append_only",
    sees: "the triggers that number invoices and protect them from changes are switched on",
  },
  {
    title: "credit notes are numbered with a gap",
    plant: "update invoices set number = number + 10 where kind = 'credit_note'",
    sees: NUMBERS,
  },
  {
    title: "an invoice number was drawn and not used",
    plant: "update invoice_counters set last = last + 1",
    sees: NUMBERS,
  },
  {
    title: "an invoice is deleted",
    plant: "delete from invoices where kind = 'invoice' and number = 2",
    sees: [NUMBERS, INVOICES],
  },
  { title: "an invoice has no lines", plant: "update invoices set lines = '[]'", sees: SUMS },
  {
    title: "an invoice's line is higher than its price",
    plant: `update invoices set lines = jsonb_set(lines, '{0,amountMinor}',
      to_jsonb((lines->0->>'amountMinor')::int8 + 1)) where kind = 'invoice'`,
    sees: SUMS,
  },
  {
    title: "an invoice has another amount than was paid",
    plant: `update invoices set gross_minor = gross_minor + 1, net_minor = net_minor + 1,
      lines = jsonb_set(lines, '{0,amountMinor}', to_jsonb((lines->0->>'amountMinor')::int8 + 1))
      where kind = 'invoice'`,
    sees: INVOICES,
  },
  {
    title: "a credit note is deleted",
    plant: "delete from invoices where kind = 'credit_note'",
    sees: [NUMBERS, NOTES],
  },
  {
    title: "more was refunded than the credit note states",
    plant: "update refunds set amount_minor = amount_minor + 1 where status = 'succeeded'",
    sees: NOTES,
  },
  {
    title: "a credit note is higher than its invoice",
    plant: `update invoices set gross_minor = 90000, net_minor = 90000 - vat_minor where kind = 'credit_note'`,
    sees: [SUMS, NOTES, WITHIN],
  },
  {
    title: "an invoice names another item than was paid for",
    plant: `update invoices set lines = jsonb_set(lines, '{0,itemId}', to_jsonb(gen_random_uuid()))
      where kind = 'invoice'`,
    sees: PAID,
    blind: [SUMS, INVOICES, WITHIN],
  },
  {
    title: "an amendment's payment is allocated to other items but its invoices are not corrected",
    plant: `update payment_share_items set item_id = gen_random_uuid()`,
    sees: PAID,
    blind: [SUMS, INVOICES],
  },
  {
    title: "a credit note names another item than was refunded",
    plant: `update invoices set lines = jsonb_set(lines, '{0,itemId}', to_jsonb(gen_random_uuid()))
      where kind = 'credit_note'`,
    sees: GIVEN,
    blind: [SUMS, NOTES, WITHIN],
  },
  {
    title: "an item costs less now but its invoice is not corrected",
    plant: [
      "alter table booking_items drop constraint item_due_within_price",
      `update booking_items i set price_minor = price_minor - 1 where exists (
        select from invoices d where d.business_id = i.business_id and d.booking_id = i.booking_id)`,
    ],
    sees: AGREED,
    blind: [SUMS, INVOICES, PAID],
  },
  {
    title: "an item is removed but its payment stays invoiced",
    plant: `update booking_items i set state = 'removed' where exists (
      select from invoices d where d.business_id = i.business_id and d.booking_id = i.booking_id)`,
    sees: AGREED,
  },
  {
    title: "an invoice has another tax rate than its item was sold with",
    plant: `update invoices set lines = jsonb_set(lines, '{0,rateBasisPoints}', '725') where kind = 'invoice'`,
    sees: RATE,
    blind: [SUMS, INVOICES],
  },
  {
    title: "the VAT of an invoice's lines differs from the invoice's VAT",
    plant: `update invoices set lines = jsonb_set(lines, '{0,vatMinor}',
      to_jsonb((lines->0->>'vatMinor')::int8 + 1))`,
    sees: SUMS,
  },
];
