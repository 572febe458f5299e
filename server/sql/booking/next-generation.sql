-- The number under which an item's inventory is taken next: above all it ever had, including inventory held only for
-- an amendment.
create or replace function next_generation(business uuid, booking uuid, item uuid) returns int
stable set search_path = public, pg_temp language plpgsql as $$
begin
  return 1 + coalesce(greatest(
    (select max(c.generation) from claims c
     where c.business_id = business and c.booking_id = booking and c.item_id = item),
    (select max(p.generation) from pool_claims p
     where p.business_id = business and p.booking_id = booking and p.item_id = item)), 0);
end $$;

alter function next_generation(uuid, uuid, uuid) owner to holdfast_engine;
revoke all on function next_generation(uuid, uuid, uuid) from public;
