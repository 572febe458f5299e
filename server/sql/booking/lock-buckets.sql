-- Locks the coming nights of room types, and all nights of the bookings that are about to release theirs, in the one order.
create or replace function lock_buckets(business uuid, pool_ids uuid[], releasing uuid[]) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  if cardinality(pool_ids) = 0 then return; end if;
  perform 1 from pool_buckets k
  where k.business_id = business and (k.pool_id, k.bucket) in (
    select b.pool_id, b.bucket from pool_buckets b
    where b.business_id = business and b.pool_id = any (pool_ids) and b.bucket >= earliest_night()
    union
    select p.pool_id, p.bucket from pool_claims p
    where p.business_id = business and p.booking_id = any (releasing) and p.blocking)
  order by k.pool_id, k.bucket for no key update;
end $$;

alter function lock_buckets(uuid,uuid[],uuid[]) owner to holdfast_engine;
revoke all on function lock_buckets(uuid,uuid[],uuid[]) from public;
