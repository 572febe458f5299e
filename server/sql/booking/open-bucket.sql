-- Creates the bucket of a date that nobody has taken from yet. It copies the pool's capacity, which stays locked
-- meanwhile: otherwise a concurrent reduction of the capacity would miss the new bucket.
create or replace function open_bucket(business uuid, pool uuid, day date) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (select from public.pool_buckets b where b.business_id = business and b.pool_id = pool and b.bucket = day) then
    return;
  end if;
  insert into public.pool_buckets (business_id, pool_id, bucket, capacity)
  select business, pool, day, p.capacity from public.pools p where p.business_id = business and p.id = pool for share
  on conflict do nothing;
end $$;

alter function open_bucket(uuid,uuid,date) owner to holdfast_engine;
revoke all on function open_bucket(uuid,uuid,date) from public;
