-- Marks as expired the overdue amendments of bookings that lock_overdue() has locked, and releases what was held for
-- them; returns how many.
create or replace function expire_amendments(bookings_of uuid[]) returns int
set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings;
  a amendments;
  done int := 0;
begin
  for a in
    select * from amendments y where y.booking_id = any (bookings_of)
      and amendment_waits(y.status) and y.expires_at <= app_now()
    order by y.business_id, y.booking_id for update
  loop
    select * into b from bookings x where x.business_id = a.business_id and x.id = a.booking_id;
    perform drop_amendment(b, a, 'expired');
    done := done + 1;
  end loop;
  return done;
end $$;

alter function expire_amendments(uuid[]) owner to holdfast_engine;
revoke all on function expire_amendments(uuid[]) from public;
