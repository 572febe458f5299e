-- Why: a sold item is a contract. What was agreed when it was sold stands on the item – price and what it was made of, the
-- part due first, how it is cancelled and accepted, the tax rate – and is never looked up in today's catalogue again.
-- Locks: booking_items is rewritten once, while nothing else may read it.

alter table booking_items
  -- proposed: part of an amendment that still waits; removed: taken away by one. Only active items own anything.
  add column state text not null default 'active' check (state in ('proposed', 'active', 'removed')),
  add column payment_terms text not null default 'venue' check (payment_terms in ('venue', 'deposit', 'full')),
  add column deposit_percent int not null default 0 check (deposit_percent between 0 and 100),
  -- What must be there before the item counts.
  add column due_minor bigint not null default 0,
  add column acceptance text not null default 'auto' check (acceptance in ('auto', 'manual')),
  -- {freeHours, feePercent, feeMinor, noShowFeePercent}
  add column cancel_policy jsonb not null default '{"freeHours":0,"feePercent":0,"feeMinor":0,"noShowFeePercent":0}',
  -- Of the VAT inside the price, in hundredths of a percent; 0 where the seller charged none.
  add column tax_basis_points int not null default 0 check (tax_basis_points between 0 and 10000),
  -- What the price was made of, by kind: [{minor}] · [{from, until, hourMinor}] of one unit · [{label, minor}] · [{night, minor}] of one room.
  add column price_parts jsonb not null default '[]',
  -- What cancelling would have cost when the item was last moved: a later cancellation costs no less.
  add column fee_floor_minor bigint not null default 0 check (fee_floor_minor >= 0),
  -- From then on it is not bought, and not taken again by late money; null: from its start.
  add column sale_ends_at timestamptz,
  add constraint item_due_within_price check (due_minor between 0 and price_minor),
  add constraint item_fee_floor_within_price check (fee_floor_minor <= price_minor);

-- What was sold before: the booking's terms held for all of its items, and what was due is split by price; the last item
-- takes what rounding left.
with numbered as (
  select i.business_id, i.booking_id, i.id, b.payment_terms, b.acceptance, b.cancel_policy, b.due_minor, b.total_minor,
    i.price_minor, i.position = max(i.position) over w as is_last,
    coalesce(floor(b.due_minor::numeric * i.price_minor / nullif(b.total_minor, 0)), 0) as part,
    sum(coalesce(floor(b.due_minor::numeric * i.price_minor / nullif(b.total_minor, 0)), 0)) over w as parts
  from booking_items i join bookings b on b.business_id = i.business_id and b.id = i.booking_id
  window w as (partition by i.business_id, i.booking_id))
update booking_items i set payment_terms = n.payment_terms, acceptance = n.acceptance, cancel_policy = n.cancel_policy,
  due_minor = least(i.price_minor, n.part + case when n.is_last then n.due_minor - n.parts else 0 end),
  deposit_percent = case when n.payment_terms = 'deposit' and n.total_minor > 0
    then round(100.0 * n.due_minor / n.total_minor) else 0 end,
  tax_basis_points = coalesce((
    select case when t.vat_number is null then 0 else t.rate_basis_points end from tax_settings t
    where t.business_id = i.business_id), 0)
from numbered n where i.business_id = n.business_id and i.booking_id = n.booking_id and i.id = n.id;
