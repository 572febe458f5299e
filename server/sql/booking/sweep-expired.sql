-- Marks as expired the overdue holds on the given units and buckets; returns how many. SKIP LOCKED: whoever holds
-- such a booking is already confirming, cancelling or expiring it.
create or replace function sweep_expired(context jsonb, wanted jsonb) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform enter(context);
  return expire_bookings(overdue_holds(wanted_of(wanted)));
end $$;

alter function sweep_expired(jsonb,jsonb) owner to holdfast_engine;
alter function sweep_expired(jsonb,jsonb)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function sweep_expired(jsonb,jsonb) from public;
grant execute on function sweep_expired(jsonb,jsonb) to holdfast_app;
