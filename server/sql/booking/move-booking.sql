-- Moves a booking along its lifecycle; the caller has entered its context and decided that it may. A null version
-- skips the optimistic check. Raises HF003, HF005, HF006.
create or replace function move_booking(booking uuid, target text, why text, by_whom text, back_to text, paid jsonb,
  expected_version int) returns bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking(booking);
begin
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006',
      detail = jsonb_build_object('version', b.version)::text;
  end if;
  -- An overdue hold is expired, recorded or not: confirming it is a late payment.
  if booking_is_overdue(b.status, b.expires_at, app_now()) and target <> 'expired' then
    raise exception 'hold ran out' using errcode = 'HF003',
      detail = jsonb_build_object('from', 'expired', 'to', target)::text;
  end if;
  -- A booking cannot move to the status it has; only reclaim_booking() leads back from 'expired', taking the
  -- inventory again.
  if b.status = target or b.status = 'expired' then
    raise exception 'no such move' using errcode = 'HF003',
      detail = jsonb_build_object('from', b.status, 'to', target)::text;
  end if;
  perform set_config('app.reason', coalesce(why, ''), true);
  update bookings set status = target,
    cancelled_by = case when target = 'cancelled' then by_whom else cancelled_by end,
    cancel_reason = case when target = 'cancelled' then why else cancel_reason end,
    refund_to = case when target = 'cancelled' then back_to else refund_to end,
    paid_by = coalesce(paid, paid_by)
  where business_id = b.business_id and id = b.id returning * into b;
  perform set_config('app.reason', '', true);
  return b;
end $$;

alter function move_booking(uuid,text,text,text,text,jsonb,integer) owner to holdfast_engine;
alter function move_booking(uuid,text,text,text,text,jsonb,integer)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function move_booking(uuid,text,text,text,text,jsonb,integer) from public;
grant execute on function move_booking(uuid,text,text,text,text,jsonb,integer) to holdfast_app;
