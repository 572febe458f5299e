-- Locks one bucket; creates it where nobody has taken from it yet.
create or replace function lock_bucket(business uuid, pool uuid, day date) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  perform open_bucket(business, pool, day);
  perform 1 from pool_buckets k where k.business_id = business and k.pool_id = pool and k.bucket = day for no key update;
end $$;

alter function lock_bucket(uuid, uuid, date) owner to holdfast_engine;
revoke all on function lock_bucket(uuid, uuid, date) from public;
