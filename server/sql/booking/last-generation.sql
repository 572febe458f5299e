-- The number under which an item's inventory was last taken: what it owns, or last owned. Inventory held only for an
-- amendment does not count yet.
create or replace function last_generation(business uuid, booking uuid, item uuid) returns int
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return greatest(
    (select max(c.generation) from claims c
     where c.business_id = business and c.booking_id = booking and c.item_id = item and c.amendment_id is null),
    (select max(p.generation) from pool_claims p
     where p.business_id = business and p.booking_id = booking and p.item_id = item and p.amendment_id is null));
end $$;

alter function last_generation(uuid,uuid,uuid) owner to holdfast_engine;
alter function last_generation(uuid,uuid,uuid)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function last_generation(uuid,uuid,uuid) from public;
grant execute on function last_generation(uuid,uuid,uuid) to holdfast_app;
