-- Keeps many bookings from moving until the transaction ends, in the lock order of the moves. Rows that refer to
-- bookings lock them anyway, but in the order in which they are written. For the platform's jobs alone.
create or replace function share_bookings(businesses uuid[], ids uuid[]) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  locked uuid[];
begin
  if app_scope() <> 'platform' then return 0; end if;
  select array(
    select b.id from unnest(businesses, ids) as w(business_id, id)
    join bookings b on b.business_id = w.business_id and b.id = w.id
    order by b.business_id, b.id for key share of b) into locked;
  return cardinality(locked);
end $$;

alter function share_bookings(uuid[], uuid[]) owner to holdfast_engine;
revoke all on function share_bookings(uuid[], uuid[]) from public;
grant execute on function share_bookings(uuid[], uuid[]) to holdfast_app;
