-- Submits a paid amendment to the business for acceptance. Raises HF003, HF005.
create or replace function submit_amendment(booking uuid, amendment uuid, until_at timestamptz) returns amendments
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  a amendments := lock_amendment(booking, amendment, 'awaitingAcceptance');
begin
  perform prolong_amendment(a, until_at);
  update amendments set status = 'awaitingAcceptance', expires_at = until_at
  where business_id = a.business_id and id = a.id returning * into a;
  return a;
end $$;

alter function submit_amendment(uuid, uuid, timestamptz) owner to holdfast_engine;
alter function submit_amendment(uuid, uuid, timestamptz)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function submit_amendment(uuid, uuid, timestamptz) from public;
grant execute on function submit_amendment(uuid, uuid, timestamptz) to holdfast_app;
