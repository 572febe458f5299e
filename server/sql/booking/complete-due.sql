-- What took place is completed; a batch at a time, skipping what somebody is working on.
create or replace function complete_due(context jsonb, most int) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  over uuid[];
begin
  perform enter(context);
  select array(select id from bookings where status = 'confirmed' and ends_at <= app_now()
    order by ends_at limit most for update skip locked) into over;
  perform 1 from pool_buckets k
  where exists (select 1 from pool_claims p where p.booking_id = any (over) and p.business_id = k.business_id
    and p.pool_id = k.pool_id and p.bucket = k.bucket and p.blocking)
  order by k.business_id, k.pool_id, k.bucket for no key update;
  perform set_config('app.reason', 'took place', true);
  update bookings set status = 'completed' where id = any (over);
  perform set_config('app.reason', '', true);
  return cardinality(over);
end $$;

alter function complete_due(jsonb,integer) owner to holdfast_engine;
alter function complete_due(jsonb,integer)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function complete_due(jsonb,integer) from public;
grant execute on function complete_due(jsonb,integer) to holdfast_app;
