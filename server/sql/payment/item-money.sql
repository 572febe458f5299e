-- What each item of a booking costs, requires first and has been paid, less what is promised back. Money for an
-- amendment counts once it is applied; given an amendment, items are as it would leave them and its own money counts.
-- A payment that has only begun does not count, except the given one: a card whose other part a wallet pays.
create or replace function item_money(business uuid, booking uuid, amendment uuid, beside uuid)
returns table (item_id uuid, place int, due bigint, cost bigint, standing bigint)
stable set search_path = public, pg_temp language plpgsql as $$
begin
  return query
  with planned as (
    select (x->>'id')::uuid as id, (x->>'price_minor')::bigint as price, (x->>'due_minor')::bigint as due,
      coalesce((x->>'fee_kept_minor')::bigint, 0) as fee, x->>'state' as state
    from amendments a, jsonb_array_elements(a.plan->'items') x
    where a.business_id = business and a.id = amendment)
  select i.id, i.position,
    case when coalesce(n.state, i.state) = 'active' then coalesce(n.due, i.due_minor) else 0 end
      + coalesce(n.fee, i.fee_kept_minor),
    case when coalesce(n.state, i.state) = 'active' then coalesce(n.price, i.price_minor) else 0 end
      + coalesce(n.fee, i.fee_kept_minor),
    coalesce((
      select sum(x.amount_minor - x.refunded_minor)
      from payment_share_items x join payment_shares s using (business_id, payment_id, booking_id)
      join payments p on p.id = s.payment_id
      left join amendments a on a.business_id = s.business_id and a.id = s.amendment_id
      where x.business_id = i.business_id and x.booking_id = i.booking_id and x.item_id = i.id
        and (payment_counts(p.status) or p.id = beside)
        and not p.unwanted and p.duplicate_of is null
        and (a.id is null or a.status = 'applied' or a.id = amendment)), 0)::bigint
  from booking_items i left join planned n on n.id = i.id
  where i.business_id = business and i.booking_id = booking
  order by i.position;
end $$;

alter function item_money(uuid, uuid, uuid, uuid) owner to holdfast_engine;
alter function item_money(uuid, uuid, uuid, uuid) set plan_cache_mode = force_generic_plan;
revoke all on function item_money(uuid, uuid, uuid, uuid) from public;
