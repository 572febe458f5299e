-- Gives the booking what was held for its amendment, and releases the old. Raises HF003, HF005.
create or replace function apply_amendment(booking uuid, amendment uuid) returns bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  a amendments := lock_amendment(booking, amendment, 'applied');
  b bookings := lock_booking(booking);
  changed uuid[] := array(select jsonb_array_elements_text(a.plan->'changed')::uuid);
begin
  if not booking_stands(b.status) then
    raise exception 'the booking stands no more' using errcode = 'HF003',
      detail = jsonb_build_object('from', b.status, 'to', 'amended')::text;
  end if;
  perform swap_inventory(b, changed, a.id, wanted_for(b, wanted_of(a.plan->'wanted')), null);
  b := write_amended(b, a.plan, a.id);
  update amendments set status = 'applied' where business_id = b.business_id and id = a.id;
  -- Its trip may have been retimed while it waited.
  perform follow_times(b);
  select * into b from bookings where business_id = b.business_id and id = b.id;
  return b;
end $$;

alter function apply_amendment(uuid, uuid) owner to holdfast_engine;
alter function apply_amendment(uuid, uuid)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function apply_amendment(uuid, uuid) from public;
grant execute on function apply_amendment(uuid, uuid) to holdfast_app;
