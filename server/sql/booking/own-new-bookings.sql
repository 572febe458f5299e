-- Guarantees 3 and 5 for new bookings, all of one statement together, as assert_owns() for one: each owns everything its
-- items need, and costs what they cost. Its items and claims are written by the same statement, see write_orders().
-- Raises HF008.
create or replace function own_new_bookings() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b record;
begin
  for b in
    select a.id, coalesce(s.is_owned, false) as is_owned
    from added a cross join lateral (
      select sum(i.price_minor) as price, sum(i.due_minor) as due,
        bool_and(i.claims_needed = (select count(*) from claims c where c.business_id = a.business_id and c.booking_id = a.id
            and c.item_id = i.id and c.blocking and c.amendment_id is null)
          and i.pool_needed = (select coalesce(sum(p.quantity), 0) from pool_claims p where p.business_id = a.business_id
            and p.booking_id = a.id and p.item_id = i.id and p.blocking and p.amendment_id is null)) as is_owned
      from booking_items i where i.business_id = a.business_id and i.booking_id = a.id and i.state = 'active') s
    where (s.is_owned and s.price = a.total_minor and s.due = a.due_minor) is not true
  loop
    if not b.is_owned then
      raise exception 'booking % does not own all its claims', b.id
        using errcode = 'HF008', constraint = 'booking_owns_its_claims';
    end if;
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
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function own_new_bookings() from public;
grant execute on function own_new_bookings() to holdfast_app;

create or replace trigger bookings_own_claims after insert on bookings referencing new table as added
  for each statement execute function own_new_bookings();
