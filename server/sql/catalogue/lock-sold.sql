-- For an edit of what others have bought: locks what is sold and ends its expired holds, so that what still blocks
-- afterwards is sold, and nothing more is sold until the edit commits or rolls back. An order judged before is judged
-- again afterwards: see refuse_unsaleable().
-- Every claim locks its unit by its foreign key; counted inventory is counted in its bucket.
-- Lock order: bookings → staff → units → pools → buckets. Raises 42501 for another's business.
create or replace function lock_sold(business uuid, unit_ids uuid[], pool_ids uuid[]) returns void
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  overdue uuid[];
begin
  perform assert_own_business(business);
  select array(
    select c.booking_id from claims c
    where c.business_id = business and c.unit_id = any (unit_ids) and c.blocking and c.expires_at <= app_now()
    union
    select p.booking_id from pool_claims p
    where p.business_id = business and p.pool_id = any (pool_ids) and p.blocking and p.expires_at <= app_now())
  into overdue;
  -- Waits for whoever is confirming or ending one of them: only then is it known whether it is sold.
  perform 1 from bookings b where b.business_id = business and b.id = any (overdue) order by b.id for update;
  perform 1 from staff s where s.business_id = business and s.id = any (unit_ids) order by s.id for key share;
  perform 1 from units u where u.business_id = business and u.id = any (unit_ids) order by u.id for update;
  perform lock_pools(business, pool_ids);
  perform lock_buckets(business, pool_ids, overdue);
  perform expire_bookings(overdue);
  update units u set edited_by = pg_current_xact_id() where u.business_id = business and u.id = any (unit_ids);
end $$;

alter function lock_sold(uuid,uuid[],uuid[]) owner to holdfast_engine;
alter function lock_sold(uuid,uuid[],uuid[])
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan;
revoke all on function lock_sold(uuid,uuid[],uuid[]) from public;
grant execute on function lock_sold(uuid,uuid[],uuid[]) to holdfast_app;
