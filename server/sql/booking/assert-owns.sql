-- Guarantees 3 and 5: a booking owns everything its items need, and costs what they cost. Raises HF008.
create or replace function assert_owns(business uuid, booking uuid, total bigint, due bigint) returns void
stable set search_path = public, pg_temp language plpgsql as $$
begin
  if not exists (select from booking_items i where i.business_id = business and i.booking_id = booking and i.state = 'active')
     or exists (
    select from booking_items i
    where i.business_id = business and i.booking_id = booking and i.state = 'active' and (
      i.claims_needed <> (select count(*) from claims c where c.business_id = business and c.booking_id = booking
        and c.item_id = i.id and c.blocking and c.amendment_id is null)
      or i.pool_needed <> (select coalesce(sum(p.quantity), 0) from pool_claims p where p.business_id = business
        and p.booking_id = booking and p.item_id = i.id and p.blocking and p.amendment_id is null)))
  then
    raise exception 'booking % does not own all its claims', booking
      using errcode = 'HF008', constraint = 'booking_owns_its_claims';
  end if;
  if not exists (
    select from booking_items i
    where i.business_id = business and i.booking_id = booking and i.state = 'active'
    having sum(i.price_minor) = total and sum(i.due_minor) = due) then
    raise exception 'booking % does not cost what its items cost', booking
      using errcode = 'HF008', constraint = 'booking_costs_its_items';
  end if;
end $$;

alter function assert_owns(uuid, uuid, bigint, bigint) owner to holdfast_engine;
alter function assert_owns(uuid, uuid, bigint, bigint)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function assert_owns(uuid, uuid, bigint, bigint) from public;
