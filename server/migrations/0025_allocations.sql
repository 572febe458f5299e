-- Why: what was paid is allocated to items, in rows: what an item cost, what was paid for it and what of that went back is
-- read, not worked out as a proportion later. Locks: payment_shares for a moment.
-- Applied before as: 67e471f8557689c126074af6b6ad13cac5b973c7def049e039cb9cbdef7d3c10

create table payment_share_items (
  business_id uuid not null,
  payment_id uuid not null,
  booking_id uuid not null,
  item_id uuid not null,
  amount_minor bigint not null check (amount_minor >= 0),
  refunded_minor bigint not null default 0,
  -- As it was when it was paid for: what an invoice says of it.
  name jsonb not null,
  quantity int not null,
  price_minor bigint not null,
  tax_basis_points int not null,
  primary key (business_id, payment_id, booking_id, item_id),
  foreign key (business_id, payment_id, booking_id) references payment_shares,
  foreign key (business_id, booking_id, item_id) references booking_items,
  constraint refunded_within_allocated check (refunded_minor between 0 and amount_minor)
);
create index payment_share_items_item on payment_share_items (business_id, booking_id, item_id);

create table refund_items (
  business_id uuid not null,
  refund_id uuid not null,
  item_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  primary key (business_id, refund_id, item_id),
  foreign key (business_id, refund_id) references refunds
);

-- Fees kept of an item for parts that were taken away: beside its price what it costs.
alter table booking_items add column fee_kept_minor bigint not null default 0 check (fee_kept_minor >= 0);

-- What was paid before is split by price, and what went back likewise: each part what the running total moves by.
with parts as (
  select s.business_id, s.payment_id, s.booking_id, i.id, i.details->'name' as name, i.quantity, i.price_minor,
    i.tax_basis_points, s.amount_minor, s.refunded_minor,
    sum(i.price_minor) over w as up_to, sum(i.price_minor) over w - i.price_minor as before,
    sum(i.price_minor) over (partition by s.business_id, s.payment_id, s.booking_id) as total,
    row_number() over w as place
  from payment_shares s
  join booking_items i on i.business_id = s.business_id and i.booking_id = s.booking_id
  window w as (partition by s.business_id, s.payment_id, s.booking_id order by i.position)),
split as (
  select *, case when total = 0 then case when place = 1 then amount_minor else 0 end
      else floor(amount_minor::numeric * up_to / total + 0.5) - floor(amount_minor::numeric * before / total + 0.5) end as part,
    case when total = 0 then case when place = 1 then refunded_minor else 0 end
      else floor(refunded_minor::numeric * up_to / total + 0.5) - floor(refunded_minor::numeric * before / total + 0.5) end
      as back
  from parts)
insert into payment_share_items (business_id, payment_id, booking_id, item_id, amount_minor, refunded_minor, name, quantity,
  price_minor, tax_basis_points)
select business_id, payment_id, booking_id, id, greatest(part, back), back, coalesce(name, '{}'), quantity, price_minor,
  tax_basis_points from split;
-- Rounding may have left an item with a halala more back than in: its sum is put right on the largest.
with off as (
  select s.business_id, s.payment_id, s.booking_id, s.amount_minor - sum(x.amount_minor) as missing,
    (array_agg(x.item_id order by x.amount_minor - x.refunded_minor desc))[1] as item_id
  from payment_shares s join payment_share_items x using (business_id, payment_id, booking_id)
  group by s.business_id, s.payment_id, s.booking_id, s.amount_minor having s.amount_minor <> sum(x.amount_minor))
update payment_share_items x set amount_minor = x.amount_minor + off.missing from off
where x.business_id = off.business_id and x.payment_id = off.payment_id and x.booking_id = off.booking_id
  and x.item_id = off.item_id;

do $$
declare
  t text;
begin
  foreach t in array array['payment_share_items', 'refund_items'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('grant select, insert, update on %I to holdfast_engine', t);
    execute format('grant select on %I to holdfast_app', t);
  end loop;
end $$;
