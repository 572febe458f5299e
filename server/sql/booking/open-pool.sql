-- Creates a pool for anything counted: a number of places in each bucket; buckets are created when first taken from.
-- lasts_days: how many days after its date a bucket may still be in progress, anywhere on earth.
create or replace function open_pool(business uuid, pool uuid, capacity int, lasts_days int) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  insert into pools (business_id, id, capacity, lasts_days) values (business, pool, capacity, lasts_days);
end $$;

alter function open_pool(uuid,uuid,int,int) owner to holdfast_engine;
revoke all on function open_pool(uuid,uuid,int,int) from public;
