-- A pool of whatever is sold by number: so many places in each bucket, which are opened when somebody first takes from them.
-- lasts_days: how many days after its date a bucket may still be going on, wherever on earth.
create or replace function open_pool(business uuid, pool uuid, capacity int, lasts_days int) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  insert into pools (business_id, id, capacity, lasts_days) values (business, pool, capacity, lasts_days);
end $$;

alter function open_pool(uuid,uuid,int,int) owner to holdfast_engine;
revoke all on function open_pool(uuid,uuid,int,int) from public;
