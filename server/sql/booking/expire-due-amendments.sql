-- Clears up overdue amendments for the timed task, as expire_due does holds.
create or replace function expire_due_amendments(context jsonb, most int) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  due uuid[];
begin
  perform enter(context);
  due := array(
    select a.booking_id from amendments a
    where amendment_waits(a.status) and a.expires_at <= app_now()
    order by a.expires_at limit most);
  return expire_amendments(lock_overdue(due));
end $$;

alter function expire_due_amendments(jsonb, integer) owner to holdfast_engine;
alter function expire_due_amendments(jsonb, integer)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function expire_due_amendments(jsonb, integer) from public;
grant execute on function expire_due_amendments(jsonb, integer) to holdfast_app;
