-- Fewer rooms than are sold is refused by pool_within_capacity, night by night from tonight on. Rooms of holds that have run
-- out are not sold: such holds are ended first, whoever lowers the count.
create or replace function follow_room_count() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  overdue uuid[] := '{}';
begin
  if new.rooms < old.rooms then
    overdue := array(select distinct p.booking_id from pool_claims p
      where p.business_id = new.business_id and p.pool_id = new.id and p.blocking and p.expires_at <= app_now());
    perform 1 from bookings b where b.business_id = new.business_id and b.id = any (overdue) order by b.id for update;
  end if;
  perform lock_buckets(new.business_id, array[new.id], overdue);
  perform expire_bookings(overdue);
  update pool_buckets set capacity = new.rooms
  where business_id = new.business_id and pool_id = new.id and bucket >= tonight(new.business_id, new.id);
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

create or replace trigger room_types_capacity after update of rooms on room_types
  for each row when (old.rooms <> new.rooms) execute function follow_room_count();
