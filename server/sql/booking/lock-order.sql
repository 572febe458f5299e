-- Locks all bookings of an order in the engine's lock order, before several of them move; returns how many.
create or replace function lock_order(target uuid) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  locked uuid[];
begin
  perform 1 from businesses x where x.id in (select y.business_id from bookings y where y.order_id = target)
  order by x.id for key share;
  select array(select x.id from bookings x where x.order_id = target and may_touch(x)
    order by x.business_id, x.id for update) into locked;
  return cardinality(locked);
end $$;

alter function lock_order(uuid) owner to holdfast_engine;
revoke all on function lock_order(uuid) from public;
grant execute on function lock_order(uuid) to holdfast_app;
