create or replace function expire_bookings(ids uuid[]) returns int
set search_path = public, pg_temp language plpgsql as $$
declare
  locked uuid[];
  dropped int;
begin
  if cardinality(ids) = 0 then return 0; end if;
  locked := lock_overdue(ids);
  -- What was held only for an amendment of a booking that stands.
  dropped := expire_amendments(locked);
  locked := array(
    select b.id from bookings b
    where b.id = any (locked) and booking_is_overdue(b.status, b.expires_at, app_now()));
  perform set_config('app.reason', 'hold ran out', true);
  update bookings set status = 'expired' where id = any (locked) and status = 'reserved';
  perform set_config('app.reason', 'not accepted in time', true);
  update bookings set status = 'expired' where id = any (locked) and status = 'pending';
  perform set_config('app.reason', '', true);
  return cardinality(locked) + dropped;
end $$;

alter function expire_bookings(uuid[]) owner to holdfast_engine;
revoke all on function expire_bookings(uuid[]) from public;
