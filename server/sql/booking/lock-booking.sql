-- Locks the business first, in shared mode: suspending it waits for this, or this waits for the suspension.
create or replace function lock_booking(booking uuid) returns bookings
set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings;
begin
  perform 1 from businesses x where x.id = (select y.business_id from bookings y where y.id = booking) for key share;
  select * into b from bookings x
  where x.id = booking and may_touch(x) for update;
  if not found then
    raise exception 'no such booking' using errcode = 'HF005', detail = '{"what":"booking"}';
  end if;
  return b;
end $$;

alter function lock_booking(uuid) owner to holdfast_engine;
revoke all on function lock_booking(uuid) from public;
