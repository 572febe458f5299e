-- For the timed task: ends expired holds and bookings not accepted in time. Inventory is free without it; the money
-- of an unanswered booking is returned once this has run. Returns {ended, unanswered}.
create or replace function expire_due(context jsonb, most int) returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  due uuid[];
  ended int;
begin
  perform enter(context);
  -- Locked before they are counted: another worker may hold some of them.
  due := array(
    select id from bookings where booking_is_overdue(status, expires_at, app_now())
    order by expires_at limit most for update skip locked);
  ended := expire_bookings(due);
  return jsonb_build_object('ended', ended, 'unanswered', (
    select count(*) from bookings b where b.id = any (due) and b.status = 'expired' and b.pending_at is not null));
end $$;

alter function expire_due(jsonb,integer) owner to holdfast_engine;
alter function expire_due(jsonb,integer)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function expire_due(jsonb,integer) from public;
grant execute on function expire_due(jsonb,integer) to holdfast_app;
