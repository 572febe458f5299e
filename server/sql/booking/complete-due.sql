-- Completes bookings that took place once their business's grace for a no-show has passed; a batch at a time,
-- skipping locked ones.
create or replace function complete_due(context jsonb, most int) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  over uuid[];
begin
  perform enter(context);
  select array(select b.id from bookings b join businesses s on s.id = b.business_id
    where b.status = 'confirmed' and b.ends_at <= app_now()
      and b.ends_at <= app_now() - s.completion_grace_minutes * interval '1 minute'
    order by b.ends_at limit most for update of b skip locked) into over;
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
