-- Removes a pool that was never taken from; one with buckets stays, by their foreign key.
create or replace function close_pool(business uuid, pool uuid) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  delete from pools p where p.business_id = business and p.id = pool;
end $$;

alter function close_pool(uuid,uuid) owner to holdfast_engine;
revoke all on function close_pool(uuid,uuid) from public;
