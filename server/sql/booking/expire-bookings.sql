create or replace function expire_bookings(ids uuid[]) returns int
language plpgsql as $$
declare
  locked uuid[];
  dropped int;
begin
  if cardinality(ids) = 0 then return 0; end if;
  -- What was only held for an amendment of a booking that stands.
  dropped := expire_amendments(ids);
  select array(
    select b.id from bookings b
    where b.id = any (ids) and b.status in ('reserved', 'pending') and b.expires_at <= app_now()
    order by b.business_id, b.id for update skip locked) into locked;
  -- All buckets of the batch in one order, before any of the bookings releases its own.
  perform 1 from pool_buckets k
  where exists (select 1 from pool_claims p where p.booking_id = any (locked) and p.business_id = k.business_id
    and p.pool_id = k.pool_id and p.bucket = k.bucket and p.blocking)
  order by k.business_id, k.pool_id, k.bucket for no key update;
  perform set_config('app.reason', 'hold ran out', true);
  update bookings set status = 'expired' where id = any (locked);
  perform set_config('app.reason', '', true);
  return cardinality(locked) + dropped;
end $$;

alter function expire_bookings(uuid[]) owner to holdfast_engine;
revoke all on function expire_bookings(uuid[]) from public;
