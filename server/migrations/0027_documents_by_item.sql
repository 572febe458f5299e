-- Why: what goes back and what is invoiced goes by item. A refund says how much of it is for which item, papers may have lines
-- at several rates, and an amendment that lets money of one item pay for another corrects the papers of that money.
-- Refunds from before allocation, and fees from before they stood on items, are given theirs. Locks: refunds and invoices
-- for a moment.

alter table refunds add column item_amounts bigint[],
  add constraint refund_amounts_are_of_items check (item_amounts is null or cardinality(item_amounts) = cardinality(items));

-- Null where the lines are at several rates; each says its own.
alter table invoices alter column rate_basis_points drop not null;
-- The amendment whose move of money between items it corrects; null: the share's own invoice, and credit notes of refunds.
alter table invoices add column amendment_id uuid,
  add foreign key (business_id, amendment_id) references amendments;
drop index one_invoice_per_share;
create unique index one_invoice_per_share on invoices (business_id, payment_id, booking_id)
  where kind = 'invoice' and amendment_id is null;
create unique index one_correction_per_amendment on invoices (business_id, payment_id, booking_id, amendment_id, kind)
  where amendment_id is not null;
alter table invoices drop constraint credit_note_names_both, add constraint credit_note_names_both check (
  (original_id is not null) = (kind = 'credit_note')
  and (refund_id is not null) = (kind = 'credit_note' and amendment_id is null));

-- The refunds of a share one after another, and what of its items went back one after another: where the two lines overlap
-- is what a refund gave back for an item.
with given as (
  select r.business_id, r.payment_id, r.booking_id, r.id, r.amount_minor as minor, sum(r.amount_minor) over (
    partition by r.business_id, r.payment_id, r.booking_id order by r.requested_at, r.id) as up_to
  from refunds r
  where r.status <> 'failed'
    and not exists (select from refund_items x where x.business_id = r.business_id and x.refund_id = r.id)),
known as (
  select r.business_id, r.payment_id, r.booking_id, x.item_id, sum(x.amount_minor) as minor
  from refund_items x join refunds r on r.business_id = x.business_id and r.id = x.refund_id
  where r.status <> 'failed' group by 1, 2, 3, 4),
returned as (
  select s.business_id, s.payment_id, s.booking_id, s.item_id, s.refunded_minor - coalesce(k.minor, 0) as minor,
    sum(s.refunded_minor - coalesce(k.minor, 0)) over (
      partition by s.business_id, s.payment_id, s.booking_id order by s.item_id) as up_to
  from payment_share_items s left join known k using (business_id, payment_id, booking_id, item_id))
insert into refund_items (business_id, refund_id, item_id, amount_minor)
select g.business_id, g.id, i.item_id, least(g.up_to, i.up_to) - greatest(g.up_to - g.minor, i.up_to - i.minor)
from given g join returned i using (business_id, payment_id, booking_id)
where least(g.up_to, i.up_to) > greatest(g.up_to - g.minor, i.up_to - i.minor);

-- What was kept as a fee before it was written on items stands on the first of them.
do $$
declare
  b record;
begin
  for b in
    select k.business_id, k.id, k.fee_minor - sum(i.fee_kept_minor) as missing,
      (array_agg(i.id order by i.state, i.position))[1] as item_id
    from bookings k join booking_items i on i.business_id = k.business_id and i.booking_id = k.id
    where k.fee_minor > 0 group by k.business_id, k.id, k.fee_minor having k.fee_minor > sum(i.fee_kept_minor)
  loop
    perform set_config('app.event_of', b.id::text, true), set_config('app.event', 'amended', true);
    update booking_items set fee_kept_minor = fee_kept_minor + b.missing
    where business_id = b.business_id and booking_id = b.id and id = b.item_id;
  end loop;
  perform set_config('app.event_of', '', true), set_config('app.event', '', true);
end $$;
