-- Checks a seat claim at the moment it is written, whatever was offered before: the trip runs, leaves and arrives as
-- stated and has not left the stop, boarding and alighting are allowed there, and today's vehicle has that seat under
-- that label. What a standing booking takes anew (app.kept_booking) is not checked for time: that applies only to
-- what is new in it. Raises HF005 with what is missing, so that the caller looks again.
create or replace function guard_seat_claim() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  t trips;
  s record;
  is_kept boolean := coalesce(current_setting('app.kept_booking', true), '') = new.booking_id::text;
begin
  -- An edit of the trip locks its unit for update: the edit waits for this claim, or this claim sees the edit.
  perform 1 from units u where u.business_id = new.business_id and u.id = new.unit_id for key share;
  select * into t from trips x where x.business_id = new.business_id and x.id = new.unit_id;
  if not found or t.status <> 'scheduled' then
    raise exception 'the trip does not run' using errcode = 'HF005', detail = '{"what":"trip"}';
  end if;
  select * into s from seat_times(t, new.from_position, new.to_position);
  if not found then
    raise exception 'the trip does not take people between these stops' using errcode = 'HF005',
      detail = '{"what":"stop"}';
  end if;
  if not is_kept and (s.departs_at <= app_now() or (s.departs_at, s.arrives_at) <> (new.starts_at, new.ends_at)) then
    raise exception 'the trip has left, or leaves at another time now' using errcode = 'HF005', detail = '{"what":"trip"}';
  end if;
  if not exists (
    select from vehicle_seats v where v.business_id = t.business_id and v.vehicle_id = t.vehicle_id
      and v.seat_no = new.seat_no and v.label = new.label and v.retired_at is null) then
    raise exception 'the vehicle has no such seat' using errcode = 'HF005', detail = '{"what":"seat"}';
  end if;
  new.vehicle_id := t.vehicle_id;
  return new;
end $$;

alter function guard_seat_claim() owner to holdfast_engine;
alter function guard_seat_claim()
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function guard_seat_claim() from public;
grant execute on function guard_seat_claim() to holdfast_app;
create or replace trigger claims_seat_stands before insert on claims
  for each row when (new.seat_no > 0) execute function guard_seat_claim();
