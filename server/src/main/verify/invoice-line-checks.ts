import type { QueryCheck } from "./check.ts";

/** The lines of all documents; those from before payments were allocated to items name none and are left out. */
const LINES = `
  line as (
    select i.business_id, i.payment_id, i.booking_id, i.kind, i.refund_id, i.seller, l."itemId" as item_id,
      l."rateBasisPoints" as rate, l."amountMinor" as amount,
      case i.kind when 'invoice' then l."amountMinor" else -l."amountMinor" end as signed
    from invoices i cross join lateral
      jsonb_to_recordset(i.lines) l ("itemId" uuid, "rateBasisPoints" int, "amountMinor" bigint)
    where l."itemId" is not null)`;

/** A booking's unprocessed events: the documents they will cause are not missing yet. */
const UNDER_WAY = `
  under_way as materialized (
    select payload->>'bookingId' as booking_id from outbox
    where topic in ('share.earned', 'refund.succeeded', 'booking.amended') and done_at is null and failed_at is null)`;

/** Price, quantity, tax and payments agree with each other, item by item, also after amendments. */
export const invoiceLineChecks: readonly QueryCheck[] = [
  {
    guarantee: 8,
    title:
      "the invoice lines of a share are what it paid for each item, or a correction is being issued",
    query: `
      with ${LINES}, ${UNDER_WAY},
      said as (
        select business_id, payment_id, booking_id, item_id, sum(signed) as amount from line where refund_id is null
        group by 1, 2, 3, 4),
      paid as (
        select x.business_id, x.payment_id, x.booking_id, x.item_id, x.amount_minor from payment_share_items x
        where exists (select from said s where s.business_id = x.business_id and s.payment_id = x.payment_id
          and s.booking_id = x.booking_id))
      select count(*) as checked, count(*) filter (where coalesce(amount, 0) <> coalesce(amount_minor, 0)
        and not exists (select from under_way u where u.booking_id = c.booking_id::text)) as broken
      from (select * from said full join paid using (business_id, payment_id, booking_id, item_id)) c`,
  },
  {
    guarantee: 8,
    title: "the lines of every credit note are what its refund returned for each item",
    query: `
      with ${LINES},
      said as (
        select business_id, refund_id, item_id, sum(amount) as amount from line where refund_id is not null group by 1, 2, 3),
      given as (
        select x.business_id, x.refund_id, x.item_id, x.amount_minor from refund_items x
        where exists (select from said s where s.business_id = x.business_id and s.refund_id = x.refund_id))
      select count(*) as checked, count(*) filter (where amount is distinct from amount_minor) as broken
      from said full join given using (business_id, refund_id, item_id)`,
  },
  {
    guarantee: 8,
    title: "no item is invoiced, less credits and refunds in progress, above its agreed price",
    query: `
      with ${LINES}, ${UNDER_WAY},
      net as (select business_id, booking_id, item_id, sum(signed) as amount from line group by 1, 2, 3),
      promised as (
        select r.business_id, r.booking_id, x.item_id, sum(x.amount_minor) as amount
        from refunds r join refund_items x on x.business_id = r.business_id and x.refund_id = r.id
        where r.status <> 'failed'
          and exists (select from invoices i where i.business_id = r.business_id and i.payment_id = r.payment_id
            and i.booking_id = r.booking_id and i.kind = 'invoice')
          and not exists (select from invoices i where i.business_id = r.business_id and i.refund_id = r.id)
        group by 1, 2, 3)
      select count(*) as checked, count(*) filter (where
        n.amount - coalesce(p.amount, 0) > i.fee_kept_minor + case i.state when 'active' then i.price_minor else 0 end
        and not exists (select from under_way u where u.booking_id = n.booking_id::text)) as broken
      from net n
      join booking_items i on i.business_id = n.business_id and i.booking_id = n.booking_id and i.id = n.item_id
      left join promised p on p.business_id = n.business_id and p.booking_id = n.booking_id and p.item_id = n.item_id`,
  },
  {
    guarantee: 17,
    title:
      "every invoice line has the tax rate its item was sold with; without a VAT number it has none",
    query: `
      with ${LINES}
      select count(*) as checked, count(*) filter (where l.rate is distinct from
        case when l.seller->>'vatNumber' is null then 0 else i.tax_basis_points end) as broken
      from line l
      join booking_items i on i.business_id = l.business_id and i.booking_id = l.booking_id and i.id = l.item_id`,
  },
];
