-- For an edit of trips with sold seats: locks what is sold on them in the common order (bookings, then units) and
-- ends expired holds. A seat that is being claimed locks its trip's unit: either it is seen when this returns, or it
-- is checked again after the edit (guard_seat_claim).
create or replace function lock_trips(business uuid, trips uuid[]) returns void
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  known uuid[] := '{}';
  seen uuid[];
begin
  if app_scope() <> 'platform' and (app_scope() <> 'member' or app_business() is distinct from business) then
    raise exception 'not this business''s' using errcode = '42501';
  end if;
  loop
    perform 1 from bookings b where b.business_id = business and b.id = any (known) order by b.id for update;
    begin
      perform 1 from units u where u.business_id = business and u.id = any (trips) order by u.id for update;
      seen := array(
        select distinct c.booking_id from claims c
        where c.business_id = business and c.unit_id = any (trips) and c.blocking and c.seat_no > 0);
      exit when seen <@ known;
      -- Never wait for bookings while holding units: release the units, and lock the bookings first.
      raise exception 'sold meanwhile' using errcode = 'HF099';
    exception when sqlstate 'HF099' then
      known := seen;
    end;
  end loop;
  perform expire_bookings(known);
end $$;

alter function lock_trips(uuid,uuid[]) owner to holdfast_engine;
alter function lock_trips(uuid,uuid[])
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan;
revoke all on function lock_trips(uuid,uuid[]) from public;
grant execute on function lock_trips(uuid,uuid[]) to holdfast_app;
