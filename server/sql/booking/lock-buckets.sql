-- Locks the buckets of pools that are not over, and all buckets the bookings are about to release, in the one order.
create or replace function lock_buckets(business uuid, pool_ids uuid[], releasing uuid[]) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  if cardinality(pool_ids) = 0 then return; end if;
  perform 1 from pool_buckets k
  where k.business_id = business and (k.pool_id, k.bucket) in (
    select b.pool_id, b.bucket from pools p
    join pool_buckets b on b.business_id = p.business_id and b.pool_id = p.id and b.bucket >= first_open_bucket(p.lasts_days)
    where p.business_id = business and p.id = any (pool_ids)
    union
    select p.pool_id, p.bucket from pool_claims p
    where p.business_id = business and p.booking_id = any (releasing) and p.blocking)
  order by k.pool_id, k.bucket for no key update;
end $$;

alter function lock_buckets(uuid,uuid[],uuid[]) owner to holdfast_engine;
revoke all on function lock_buckets(uuid,uuid[],uuid[]) from public;
