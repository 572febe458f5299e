-- Gives a pool another capacity from one bucket on; earlier buckets keep theirs. pool_within_capacity refuses less
-- than is taken, bucket by bucket. Expired holds do not count: they are ended first.
create or replace function resize_pool(business uuid, pool uuid, new_capacity int, from_bucket date) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  overdue uuid[] := array(select distinct c.booking_id from pool_claims c
    where c.business_id = business and c.pool_id = pool and c.blocking and c.expires_at <= app_now());
begin
  perform 1 from bookings b where b.business_id = business and b.id = any (overdue) order by b.id for update;
  update pools p set capacity = new_capacity where p.business_id = business and p.id = pool;
  perform lock_buckets(business, array[pool], overdue);
  perform expire_bookings(overdue);
  update pool_buckets b set capacity = new_capacity
  where b.business_id = business and b.pool_id = pool and b.bucket >= from_bucket;
end $$;

alter function resize_pool(uuid,uuid,int,date) owner to holdfast_engine;
revoke all on function resize_pool(uuid,uuid,int,date) from public;
