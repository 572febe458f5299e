-- Extends a hold, never beyond its cap (30 minutes from the first claim, at most until it begins). A booking that
-- waits to be accepted is not a hold.
create or replace function extend_order(target uuid, until_at timestamptz) returns setof bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings;
begin
  -- An order expires as a whole: a caller who may not touch all of it extends none of it.
  if exists (select 1 from bookings x where x.order_id = target and may_touch(x) is not true) then
    raise exception 'the order is not the caller''s alone' using errcode = '42501';
  end if;
  for b in
    select * from bookings x where x.order_id = target and x.status = 'reserved'
      and x.expires_at > app_now() and may_touch(x)
    order by x.business_id, x.id for update
  loop
    if least(until_at, b.extendable_until) > b.expires_at then
      update bookings set expires_at = least(until_at, extendable_until)
      where business_id = b.business_id and id = b.id returning * into b;
    end if;
    return next b;
  end loop;
end $$;

alter function extend_order(uuid,timestamp with time zone) owner to holdfast_engine;
alter function extend_order(uuid,timestamp with time zone)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function extend_order(uuid,timestamp with time zone) from public;
grant execute on function extend_order(uuid,timestamp with time zone) to holdfast_app;
