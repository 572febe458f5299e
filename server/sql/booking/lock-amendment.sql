-- Locks a booking and then one of its waiting amendments. Raises HF003, HF005.
create or replace function lock_amendment(booking uuid, amendment uuid, target text) returns amendments
set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking(booking);
  a amendments;
begin
  select * into a from amendments x where x.business_id = b.business_id and x.booking_id = b.id and x.id = amendment
  for update;
  if not found then
    raise exception 'no such amendment' using errcode = 'HF005', detail = '{"what":"amendment"}';
  end if;
  if not amendment_waits(a.status) or a.expires_at <= app_now() then
    raise exception 'the amendment waits no more' using errcode = 'HF003', detail = jsonb_build_object(
      'from', case when amendment_waits(a.status) then 'expired' else a.status end,
      'to', target)::text;
  end if;
  return a;
end $$;

alter function lock_amendment(uuid, uuid, text) owner to holdfast_engine;
revoke all on function lock_amendment(uuid, uuid, text) from public;
