-- Sold items of units and pools that are not over, an item once for each of its units; expired holds do not count.
-- Inventory held for an amendment comes with the time it is held for. location, offering, span and buckets narrow the
-- result where given; with is_judged each row carries the rules of today's catalogue that it breaks. Raises 42501 for
-- another's business.
create or replace function sold_items(business uuid, unit_ids uuid[], pool_ids uuid[], location uuid, offering uuid,
  span tstzrange, buckets date[], is_judged boolean)
returns table (booking_id uuid, item_id uuid, kind text, offering_id uuid, starts_at timestamptz, ends_at timestamptz,
  details jsonb, unit_id uuid, reference text, customer_name text, location_id uuid, reasons text[])
stable security definer set search_path = public, pg_temp language plpgsql as $$
#variable_conflict use_column
begin
  perform assert_own_business(business);
  return query
  select i.booking_id, i.id, i.kind, i.offering_id, t.starts_at, t.ends_at, i.details, c.unit_id, b.reference,
    b.customer_name, b.location_id, case when is_judged then
      misfits(business, i.kind, i.offering_id, b.location_id, c.unit_id, t.starts_at, t.ends_at, i.details) end
  from (
    select x.booking_id, x.item_id, x.unit_id, x.expires_at,
      case when x.amendment_id is not null then x.starts_at end as held_from,
      case when x.amendment_id is not null then x.ends_at end as held_until
    from claims x
    where x.business_id = business and x.unit_id = any (unit_ids) and x.blocking
    union
    select p.booking_id, p.item_id, null, p.expires_at, null, null from pools k
    join pool_claims p on p.business_id = k.business_id and p.pool_id = k.id
      and p.bucket >= first_open_bucket(k.lasts_days) and p.blocking
    where k.business_id = business and k.id = any (pool_ids)
      and (buckets is null or p.bucket = any (buckets))) c
  join bookings b on b.business_id = business and b.id = c.booking_id
  join booking_items i on i.business_id = business and i.booking_id = c.booking_id and i.id = c.item_id
  cross join lateral (
    select coalesce(c.held_from, i.starts_at) as starts_at, coalesce(c.held_until, i.ends_at) as ends_at) t
  where t.ends_at > app_now() and (c.expires_at is null or c.expires_at > app_now())
    and (location is null or b.location_id = location) and (offering is null or i.offering_id = offering)
    and (span is null or tstzrange(t.starts_at, t.ends_at) && span);
end $$;

alter function sold_items(uuid,uuid[],uuid[],uuid,uuid,tstzrange,date[],boolean) owner to holdfast_engine;
alter function sold_items(uuid,uuid[],uuid[],uuid,uuid,tstzrange,date[],boolean)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  -- Planning it anew for every item would take several times as long.
  set plan_cache_mode = force_generic_plan;
revoke all on function sold_items(uuid,uuid[],uuid[],uuid,uuid,tstzrange,date[],boolean) from public;
grant execute on function sold_items(uuid,uuid[],uuid[],uuid,uuid,tstzrange,date[],boolean) to holdfast_app;
