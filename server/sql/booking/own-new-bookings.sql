-- Guarantees 3 and 5 for new bookings, all of one statement together: each owns everything its items need, and costs
-- what they cost. Its items and claims are written by the same statement, see write_orders(). Raises HF008.
create or replace function own_new_bookings() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform assert_owns(a.business_id, a.id, a.total_minor, a.due_minor) from added a;
  return null;
end $$;

alter function own_new_bookings() owner to holdfast_engine;
alter function own_new_bookings() set plan_cache_mode = force_generic_plan;
revoke all on function own_new_bookings() from public;
grant execute on function own_new_bookings() to holdfast_app;

create or replace trigger bookings_own_claims after insert on bookings referencing new table as added
  for each statement execute function own_new_bookings();
