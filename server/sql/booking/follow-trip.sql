-- Writes a trip's new times on the bookings sold for it and notifies the buyers, in the transaction of the change.
-- The editor has locked these bookings before the trip's unit (lock_trips). A waiting amendment waits no longer than
-- until the earlier of the two times begins.
create or replace function follow_trip() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings;
  a amendments;
  latest timestamptz;
begin
  for b in
    select * from bookings x where x.business_id = new.business_id and x.id in (
      select c.booking_id from claims c
      where c.business_id = new.business_id and c.unit_id = new.id and c.blocking and c.seat_no > 0)
    order by x.id for update
  loop
    perform follow_times(b);
    for a in
      select * from amendments x where x.business_id = b.business_id and x.booking_id = b.id
        and amendment_waits(x.status) and x.expires_at > app_now() for update
    loop
      latest := begins_next(b, a);
      if latest < a.expires_at then perform prolong_amendment(a, latest); end if;
    end loop;
  end loop;
  return null;
end $$;

alter function follow_trip() owner to holdfast_engine;
alter function follow_trip()
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function follow_trip() from public;
grant execute on function follow_trip() to holdfast_app;
create or replace trigger trips_follow after update of timetable_id on trips
  for each row when (old.timetable_id <> new.timetable_id) execute function follow_trip();
