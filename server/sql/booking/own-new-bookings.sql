-- Guarantees 3 and 5 for new bookings, all of one statement together: each owns everything its items need, and costs
-- what they cost. Its items and claims are written by the same statement, see write_orders(). Raises HF008.
create or replace function own_new_bookings() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b record;
begin
  for b in
    select a.id, a.status from added a
    where not exists (select from booking_items i where i.business_id = a.business_id and i.booking_id = a.id
        and i.state = 'active')
      or exists (
        select from booking_items i
        where i.business_id = a.business_id and i.booking_id = a.id and i.state = 'active' and (
          i.claims_needed <> (select count(*) from claims c where c.business_id = i.business_id
            and c.booking_id = i.booking_id and c.item_id = i.id and c.blocking and c.amendment_id is null)
          or i.pool_needed <> (select coalesce(sum(p.quantity), 0) from pool_claims p
            where p.business_id = i.business_id and p.booking_id = i.booking_id and p.item_id = i.id and p.blocking
              and p.amendment_id is null)))
  loop
    raise exception 'booking % is % without owning all its claims', b.id, b.status
      using errcode = 'HF008', constraint = 'booking_owns_its_claims';
  end loop;
  for b in
    select a.id from added a
    where not exists (
      select from booking_items i
      where i.business_id = a.business_id and i.booking_id = a.id and i.state = 'active'
      having sum(i.price_minor) = a.total_minor and sum(i.due_minor) = a.due_minor)
  loop
    raise exception 'booking % does not cost what its items cost', b.id
      using errcode = 'HF008', constraint = 'booking_costs_its_items';
  end loop;
  return null;
end $$;

alter function own_new_bookings() owner to holdfast_engine;
alter function own_new_bookings()
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan;
revoke all on function own_new_bookings() from public;
grant execute on function own_new_bookings() to holdfast_app;

create or replace trigger bookings_own_claims after insert on bookings referencing new table as added
  for each statement execute function own_new_bookings();
