-- Before a trip is cancelled or gets another vehicle: drops waiting amendments to its seats and releases what they
-- held; the bookings stay as they are. The editor has locked them (lock_trips).
create or replace function withdraw_trip_amendments(business uuid, trip uuid) returns void
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings;
  a amendments;
begin
  if app_scope() <> 'platform' and (app_scope() <> 'member' or app_business() is distinct from business) then
    raise exception 'not this business''s' using errcode = '42501';
  end if;
  for b in
    select * from bookings x where x.business_id = business and x.id in (
      select c.booking_id from claims c
      where c.business_id = business and c.unit_id = trip and c.blocking and c.seat_no > 0)
    order by x.id for update
  loop
    for a in
      select * from amendments y where y.business_id = business and y.booking_id = b.id
        and amendment_waits(y.status) for update
    loop
      perform drop_amendment(b, a, case when a.expires_at <= app_now() then 'expired' else 'withdrawn' end);
    end loop;
  end loop;
end $$;

alter function withdraw_trip_amendments(uuid,uuid) owner to holdfast_engine;
revoke all on function withdraw_trip_amendments(uuid,uuid) from public;
grant execute on function withdraw_trip_amendments(uuid,uuid) to holdfast_app;
