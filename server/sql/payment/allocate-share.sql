-- Allocates a part of a payment to the items of its booking as it is written: first to what is due, then to the rest
-- of their prices; anything beyond (a page paid twice) in proportion.
create or replace function allocate_share() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  items uuid[];
  due bigint[];
  price bigint[];
  costs bigint[];
  by_due bigint[];
  by_price bigint[];
  to_due bigint;
  n int;
begin
  select array_agg(m.item_id order by m.place), array_agg(greatest(0, m.due - m.standing) order by m.place),
    array_agg(greatest(0, m.cost - greatest(m.due, m.standing)) order by m.place), array_agg(m.cost order by m.place)
  into items, due, price, costs
  from item_money(new.business_id, new.booking_id, new.amendment_id,
    (select p.split_of from payments p where p.id = new.payment_id)) m
  join booking_items i on i.business_id = new.business_id and i.booking_id = new.booking_id and i.id = m.item_id
  where i.state = 'active' or (i.state = 'proposed' and new.amendment_id is not null);
  if items is null then return null; end if;
  to_due := least(new.amount_minor, (select sum(x) from unnest(due) x));
  -- Less than all that is due is divided in proportion to what is due, not given to the first item.
  by_due := split_amount(to_due, array_fill(0::bigint, array[cardinality(items)]), due);
  by_price := split_amount(new.amount_minor - to_due, price, costs);
  for n in 1 .. cardinality(items) loop
    continue when by_due[n] + by_price[n] = 0;
    insert into payment_share_items (business_id, payment_id, booking_id, item_id, amount_minor, name, quantity, price_minor,
      tax_basis_points)
    select i.business_id, new.payment_id, i.booking_id, i.id, by_due[n] + by_price[n],
      coalesce(a.plan->'details'->'name', i.details->'name', '{}'), coalesce((a.plan->>'quantity')::int, i.quantity),
      greatest((a.plan->>'price_minor')::bigint, case when a.plan is null then i.price_minor end, by_due[n] + by_price[n]),
      i.tax_basis_points
    from booking_items i left join lateral (
      -- Money paid for an amendment is allocated to the item as the amendment makes it.
      select x as plan from amendments m, jsonb_array_elements(m.plan->'items') x
      where m.business_id = new.business_id and m.id = new.amendment_id and x->>'id' = i.id::text) a on true
    where i.business_id = new.business_id and i.booking_id = new.booking_id and i.id = items[n];
  end loop;
  return null;
end $$;

alter function allocate_share() owner to holdfast_engine;
revoke all on function allocate_share() from public;
create or replace trigger payment_shares_allocate after insert on payment_shares
  for each row execute function allocate_share();
