-- Hygiene for the timed task: nothing depends on it having run.
create or replace function expire_due(context jsonb, most int) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform enter(context);
  return expire_bookings(array(
    select id from bookings where status in ('reserved', 'pending') and expires_at <= app_now()
    order by expires_at limit most));
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
