create or replace function pool_taken(business uuid, pools uuid[], first_night date, last_night date, at timestamptz)
returns table (pool_id uuid, bucket date, taken int)
stable security definer set search_path = public, pg_temp rows 30 language plpgsql as $$
declare
  ignored uuid[] := app_ignored_items();
begin
  return query
  select b.pool_id, b.bucket, b.taken - coalesce((
    select sum(p.quantity)::int from pool_claims p
    where p.business_id = b.business_id and p.pool_id = b.pool_id and p.bucket = b.bucket
      and p.blocking and (p.expires_at <= at or p.item_id = any (ignored))), 0)
  from pool_buckets b
  where b.business_id = business and b.pool_id = any (pools)
    and b.bucket between first_night and last_night;
end $$;

alter function pool_taken(uuid,uuid[],date,date,timestamp with time zone) owner to holdfast_engine;
alter function pool_taken(uuid,uuid[],date,date,timestamp with time zone)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function pool_taken(uuid,uuid[],date,date,timestamp with time zone) from public;
grant execute on function pool_taken(uuid,uuid[],date,date,timestamp with time zone) to holdfast_app;
