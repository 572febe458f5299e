-- Locks the capacities that open_bucket() will copy, before any bucket: whoever changes a capacity locks the pool and
-- then its buckets, so the opposite order would deadlock. Pools whose buckets are all open are not locked.
create or replace function hold_pools(want wanted) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  if cardinality(want.buckets) = 0 then return; end if;
  perform 1 from pools p
  where (p.business_id, p.id) in (
    select n.business_id, n.pool_id from unnest(want.buckets) n where not exists (
      select from pool_buckets b where b.business_id = n.business_id and b.pool_id = n.pool_id and b.bucket = n.bucket))
  order by p.business_id, p.id for share;
end $$;

alter function hold_pools(wanted) owner to holdfast_engine;
revoke all on function hold_pools(wanted) from public;
