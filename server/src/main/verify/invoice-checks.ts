import type { QueryCheck } from "./check.ts";
import { invoiceLineChecks } from "./invoice-line-checks.ts";

/**
 * Unprocessed events for invoices: what they will cause is not missing yet. An earned share issues its credit notes.
 */
const UNDER_WAY = `
  select topic, payload->>'paymentId' as payment_id, payload->>'bookingId' as booking_id,
    payload->>'refundId' as refund_id
  from outbox where topic in ('share.earned', 'refund.succeeded') and done_at is null and failed_at is null`;

const TRIGGERS = [
  "invoices_number",
  "invoice_number_used",
  "invoices_append_only",
  "invoices_no_truncate",
];

/** Every payment and every refund has its document, and document numbers have no gaps. */
export const invoiceChecks: readonly QueryCheck[] = [
  {
    guarantee: 0,
    title: "the triggers that number invoices and protect them from changes are switched on",
    query: `
      select count(*) as checked, count(*) filter (where t.tgenabled is distinct from 'O') as broken
      from (values ${TRIGGERS.map((name) => `('${name}')`).join(", ")}) w(name)
      left join pg_trigger t on t.tgname = w.name`,
  },
  {
    guarantee: 8,
    title: "the invoices and credit notes of every business are numbered from 1 without a gap",
    query: `
      with numbered as (
        select business_id, kind, count(*) as documents, count(distinct number) as numbers,
          min(number) as first, max(number) as last
        from invoices group by 1, 2)
      select coalesce(sum(documents), 0)::int8 as checked, count(*) filter (where first is distinct from 1
        or last is distinct from documents or numbers is distinct from documents
        or counted is distinct from last) as broken
      from numbered full join (select business_id, kind, last as counted from invoice_counters) c
        using (business_id, kind)`,
  },
  {
    guarantee: 8,
    title: "every invoice's net plus VAT, and the sum of its lines, is its total",
    query: `
      select count(*) as checked, count(*) filter (where net_minor + vat_minor <> gross_minor or gross_minor is distinct from (
        select sum((line->>'amountMinor')::int8) from jsonb_array_elements(lines) line) or vat_minor <> (
        select sum((line->>'vatMinor')::int8) from jsonb_array_elements(lines) line)) as broken
      from invoices`,
  },
  {
    guarantee: 8,
    title: "every earned share has an invoice of the same amount, or it is being issued",
    query: `
      with under_way as (${UNDER_WAY})
      select count(*) as checked, count(*) filter (where i.gross_minor is distinct from s.amount_minor
        and (i.id is not null or not exists (select from under_way w
          where w.topic = 'share.earned' and w.payment_id = s.payment_id::text
            and w.booking_id = s.booking_id::text))) as broken
      from payment_shares s left join invoices i on i.business_id = s.business_id
        and i.payment_id = s.payment_id and i.booking_id = s.booking_id and i.kind = 'invoice'
        and i.amendment_id is null
      where s.earned_at is not null`,
  },
  {
    guarantee: 8,
    title:
      "every refund of an invoiced share has a credit note of the same amount, or it is being issued",
    query: `
      with under_way as (${UNDER_WAY})
      select count(*) as checked, count(*) filter (where c.gross_minor is distinct from r.amount_minor
        and (c.id is not null or not exists (select from under_way w
          where w.refund_id = r.id::text or w.topic = 'share.earned'
            and w.payment_id = r.payment_id::text and w.booking_id = r.booking_id::text))) as broken
      from refunds r
      join invoices i on i.business_id = r.business_id and i.payment_id = r.payment_id
        and i.booking_id = r.booking_id and i.kind = 'invoice' and i.amendment_id is null
      left join invoices c on c.business_id = r.business_id and c.refund_id = r.id
      where r.status = 'succeeded'`,
  },
  {
    guarantee: 8,
    title: "no share is credited beyond its invoiced total or VAT",
    query: `
      select count(*) as checked, count(*) filter (where gross < 0 or vat < 0) as broken from (
        select sum(case kind when 'invoice' then gross_minor else -gross_minor end) as gross,
          sum(case kind when 'invoice' then vat_minor else -vat_minor end) as vat
        from invoices group by business_id, payment_id, booking_id) s`,
  },
  ...invoiceLineChecks,
];
