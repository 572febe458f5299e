-- What each item of a booking costs, wants first and has been paid, what is promised back taken off; also payments that are
-- only begun, because of an order there is one at a time. Where an amendment is given, items are as it would leave them.
create or replace function item_money(business uuid, booking uuid, amendment uuid)
returns table (item_id uuid, place int, due bigint, cost bigint, standing bigint)
stable language plpgsql as $$
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
      select sum(s.amount_minor - s.refunded_minor) from payment_share_items s join payments p on p.id = s.payment_id
      where s.business_id = i.business_id and s.booking_id = i.booking_id and s.item_id = i.id
        and p.status not in ('failed', 'voided') and not p.unwanted and p.duplicate_of is null), 0)::bigint
  from booking_items i left join planned n on n.id = i.id
  where i.business_id = business and i.booking_id = booking
  order by i.position;
end $$;

alter function item_money(uuid, uuid, uuid) owner to holdfast_engine;
alter function item_money(uuid, uuid, uuid) set plan_cache_mode = force_generic_plan;
revoke all on function item_money(uuid, uuid, uuid) from public;
