-- Opens and locks every bucket that is wanted, in one order for everybody.
create or replace function lock_wanted_pools(want wanted) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  n record;
begin
  if cardinality(want.buckets) = 0 then return; end if;
  perform hold_pools(want);
  for n in select distinct b.business_id, b.pool_id, b.bucket from unnest(want.buckets) b order by 1, 2, 3 loop
    perform lock_bucket(n.business_id, n.pool_id, n.bucket);
  end loop;
end $$;

alter function lock_wanted_pools(wanted) owner to holdfast_engine;
revoke all on function lock_wanted_pools(wanted) from public;
