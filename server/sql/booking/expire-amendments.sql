-- Marks as expired the overdue amendments of bookings, and gives back what was held for them; answers how many. SKIP LOCKED:
-- whoever holds such a booking is already at it.
create or replace function expire_amendments(bookings_of uuid[]) returns int
language plpgsql as $$
declare
  b bookings;
  a amendments;
  done int := 0;
begin
  for b in
    select * from bookings x where x.id = any (bookings_of) and exists (
      select from amendments y where y.business_id = x.business_id and y.booking_id = x.id
        and y.status in ('awaitingPayment', 'awaitingAcceptance') and y.expires_at <= app_now())
    order by x.business_id, x.id for update skip locked
  loop
    for a in
      select * from amendments y where y.business_id = b.business_id and y.booking_id = b.id
        and y.status in ('awaitingPayment', 'awaitingAcceptance') and y.expires_at <= app_now() for update
    loop
      perform drop_amendment(b, a, 'expired');
      done := done + 1;
    end loop;
  end loop;
  return done;
end $$;

alter function expire_amendments(uuid[]) owner to holdfast_engine;
revoke all on function expire_amendments(uuid[]) from public;
