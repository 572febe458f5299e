-- Extends the time to pay for an amendment: never beyond 30 minutes after it was made, and never shortened.
create or replace function extend_amendment(booking uuid, amendment uuid, until_at timestamptz) returns amendments
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  a amendments := lock_amendment(booking, amendment, 'awaitingPayment');
  b bookings := lock_booking(booking);
  n bookings := jsonb_populate_record(b, a.plan->'booking');
  latest timestamptz := least(until_at, a.created_at + interval '30 minutes', b.starts_at, n.starts_at);
begin
  if latest > a.expires_at then perform prolong_amendment(a, latest); end if;
  select * into a from amendments x where x.business_id = a.business_id and x.id = a.id;
  return a;
end $$;

alter function extend_amendment(uuid, uuid, timestamptz) owner to holdfast_engine;
alter function extend_amendment(uuid, uuid, timestamptz)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function extend_amendment(uuid, uuid, timestamptz) from public;
grant execute on function extend_amendment(uuid, uuid, timestamptz) to holdfast_app;
