-- Returns what each bucket of a pool has taken, one row per bucket that was ever taken from. `counted` includes expired
-- holds that are not swept yet; `taken` leaves them out, and the ignored items too (those being amended; null: none).
-- The one definition of what counts. The planner inlines it, so a condition on `counted` avoids the sums.
create or replace function pool_taken(business uuid, pool uuid, first_bucket date, last_bucket date, at timestamptz, ignored uuid[])
returns table (bucket date, counted int, taken bigint) stable parallel safe language sql as $$
  select k.bucket, k.taken, k.taken
    - coalesce((
      select sum(c.quantity) from public.pool_claims c
      where c.business_id = k.business_id and c.pool_id = k.pool_id and c.bucket = k.bucket
        and c.blocking and c.expires_at <= at), 0)
    - case when ignored is null then 0 else coalesce((
      select sum(c.quantity) from public.pool_claims c
      where c.business_id = k.business_id and c.item_id = any (ignored) and c.pool_id = k.pool_id
        and c.bucket = k.bucket and c.blocking and (c.expires_at is null or c.expires_at > at)), 0) end
  from public.pool_buckets k
  where k.business_id = business and k.pool_id = pool and k.bucket between first_bucket and last_bucket
$$;

alter function pool_taken(uuid,uuid,date,date,timestamptz,uuid[]) owner to holdfast_engine;
revoke all on function pool_taken(uuid,uuid,date,date,timestamptz,uuid[]) from public;
