create or replace function check_in_booking(booking uuid, expected_version int) returns bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking(booking);
begin
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006',
      detail = jsonb_build_object('version', b.version)::text;
  end if;
  if b.status <> 'confirmed' then
    raise exception 'not confirmed' using errcode = 'HF003', detail = jsonb_build_object(
      'from', case when booking_is_overdue(b.status, b.expires_at, app_now()) then 'expired' else b.status end,
      'to', 'checked_in')::text;
  end if;
  update bookings set checked_in_at = coalesce(checked_in_at, app_now())
  where business_id = b.business_id and id = b.id and checked_in_at is null;
  select * into b from bookings where business_id = b.business_id and id = b.id;
  return b;
end $$;

alter function check_in_booking(uuid,integer) owner to holdfast_engine;
alter function check_in_booking(uuid,integer)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function check_in_booking(uuid,integer) from public;
grant execute on function check_in_booking(uuid,integer) to holdfast_app;
