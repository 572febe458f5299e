import type { Planting } from "../planting.ts";

const NUMBERS = "the invoices and credit notes of every business are numbered from 1 without a gap";
const SUMS = "every invoice's net and VAT are its total, and so are its lines";
const INVOICES =
  "every share that was earned has its invoice of the same amount, or it is under way";
const NOTES =
  "every refund of what was invoiced has its credit note of the same amount, or it is under way";
const WITHIN = "no invoice is credited beyond its total or its VAT";

export const invoicePlantings: readonly Planting[] = [
  {
    title: "invoices may be edited",
    plant: "alter table invoices disable trigger invoices_append_only",
    sees: "the triggers that number invoices and keep them as they are are switched on",
  },
  {
    title: "credit notes are numbered with a gap",
    plant: "update invoices set number = number + 10 where kind = 'credit_note'",
    sees: NUMBERS,
  },
  {
    title: "a number was drawn for nothing",
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
    title: "an invoice's line is above its price",
    plant: `update invoices set lines = jsonb_set(lines, '{0,amountMinor}',
      to_jsonb((lines->0->>'amountMinor')::int8 + 1)) where kind = 'invoice'`,
    sees: SUMS,
  },
  {
    title: "an invoice is of another amount than was paid",
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
    title: "more was given back than the credit note says",
    plant: "update refunds set amount_minor = amount_minor + 1 where status = 'succeeded'",
    sees: NOTES,
  },
  {
    title: "a credit note is above its invoice",
    plant: `update invoices set gross_minor = 90000, net_minor = 90000 - vat_minor where kind = 'credit_note'`,
    sees: [SUMS, NOTES, WITHIN],
  },
];
