-- Guarantees 3 and 5, at commit, for a booking that was changed: one that blocks owns everything its items need, and
-- one that does not block owns nothing. Deferred, because within a transaction the rows arrive one after another.
-- own_new_bookings() does it for new bookings.
create or replace function check_booking_owns() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b record;
begin
  select * into b from bookings where business_id = new.business_id and id = new.id;
  if booking_blocks(b.status) then
    perform assert_owns(b.business_id, b.id, b.total_minor, b.due_minor);
  elsif exists (select 1 from claims where business_id = b.business_id and booking_id = b.id and blocking)
     or exists (select 1 from pool_claims where business_id = b.business_id and booking_id = b.id and blocking) then
    raise exception 'booking % is % and still blocks', b.id, b.status
      using errcode = 'HF008', constraint = 'booking_owns_its_claims';
  end if;
  return null;
end $$;

alter function check_booking_owns() owner to holdfast_engine;
alter function check_booking_owns()
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function check_booking_owns() from public;
grant execute on function check_booking_owns() to holdfast_app;

drop trigger if exists booking_owns_its_claims on bookings;
create constraint trigger booking_owns_its_claims after update on bookings
  deferrable initially deferred for each row execute function check_booking_owns();
