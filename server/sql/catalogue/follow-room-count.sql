-- Fewer rooms than are sold is refused by pool_within_capacity, night by night.
create or replace function follow_room_count() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform 1 from pool_buckets
  where business_id = new.business_id and pool_id = new.id and bucket >= (app_now() - interval '2 days')::date
  order by bucket for no key update;
  update pool_buckets set capacity = new.rooms
  where business_id = new.business_id and pool_id = new.id and bucket >= (app_now() - interval '2 days')::date;
  return null;
end $$;

alter function follow_room_count() owner to holdfast_engine;
alter function follow_room_count()
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function follow_room_count() from public;
grant execute on function follow_room_count() to holdfast_app;
