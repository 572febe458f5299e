-- Allocates a refund of a share to items: by the stated amounts; else, among the named items or all, first to those
-- paid more than they cost, then in proportion to what remains of each in this share.
create or replace function allocate_refund(r refunds) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  items uuid[];
  stands bigint[];
  beyond bigint[];
  parts bigint[];
  n int;
begin
  select array_agg(s.item_id order by m.place), array_agg(s.amount_minor - s.refunded_minor order by m.place),
    array_agg(least(s.amount_minor - s.refunded_minor, greatest(0, m.standing - m.cost)) order by m.place)
  into items, stands, beyond
  from payment_share_items s
  join item_money(r.business_id, r.booking_id, null, null) m on m.item_id = s.item_id
  where s.business_id = r.business_id and s.payment_id = r.payment_id and s.booking_id = r.booking_id
    and s.amount_minor > s.refunded_minor and (r.items is null or s.item_id = any (r.items));
  if items is null then return; end if;
  if r.item_amounts is not null then
    items := r.items;
    parts := r.item_amounts;
    beyond := array_fill(0::bigint, array[cardinality(items)]);
  else
    parts := split_amount(least(r.amount_minor, (select sum(x)::bigint from unnest(beyond) x)), beyond, beyond);
    select array_agg(a - b order by k) into stands from unnest(stands, parts) with ordinality x (a, b, k);
    beyond := split_amount(r.amount_minor - (select sum(x)::bigint from unnest(parts) x),
      array_fill(0::bigint, array[cardinality(items)]), stands);
  end if;
  for n in 1 .. cardinality(items) loop
    continue when parts[n] + beyond[n] = 0;
    insert into refund_items (business_id, refund_id, item_id, amount_minor)
    values (r.business_id, r.id, items[n], parts[n] + beyond[n]);
    update payment_share_items s set refunded_minor = refunded_minor + parts[n] + beyond[n]
    where s.business_id = r.business_id and s.payment_id = r.payment_id and s.booking_id = r.booking_id
      and s.item_id = items[n];
  end loop;
end $$;

alter function allocate_refund(refunds) owner to holdfast_engine;
revoke all on function allocate_refund(refunds) from public;
