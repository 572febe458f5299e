-- A booking that waits to be accepted expires no later than agreed and no later than it begins. Deferred, because a
-- new booking's items are inserted after it.
create or replace function check_pending_ends() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings;
begin
  select * into b from bookings where business_id = new.business_id and id = new.id;
  if b.status = 'pending' and b.expires_at > pending_until(b) then
    raise exception 'booking % waits to be accepted for longer than it may', b.id
      using errcode = 'HF008', constraint = 'pending_ends_in_time';
  end if;
  return null;
end $$;

alter function check_pending_ends() owner to holdfast_engine;
alter function check_pending_ends()
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan;
revoke all on function check_pending_ends() from public;
grant execute on function check_pending_ends() to holdfast_app;

drop trigger if exists pending_ends_in_time on bookings;
create constraint trigger pending_ends_in_time after insert or update on bookings
  deferrable initially deferred for each row when (new.status = 'pending') execute function check_pending_ends();
