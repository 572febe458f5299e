-- Ends an amendment: withdrawn by its maker, or declined by the business. Raises HF003, HF005.
create or replace function end_amendment(booking uuid, amendment uuid, target text, why text) returns amendments
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  a amendments := lock_amendment(booking, amendment, target);
  b bookings := lock_booking(booking);
begin
  perform set_config('app.reason', coalesce(why, ''), true);
  perform drop_amendment(b, a, target);
  perform set_config('app.reason', '', true);
  select * into a from amendments x where x.business_id = a.business_id and x.id = a.id;
  return a;
end $$;

alter function end_amendment(uuid, uuid, text, text) owner to holdfast_engine;
alter function end_amendment(uuid, uuid, text, text)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function end_amendment(uuid, uuid, text, text) from public;
grant execute on function end_amendment(uuid, uuid, text, text) to holdfast_app;
