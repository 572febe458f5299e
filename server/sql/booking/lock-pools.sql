-- Locks pools for an edit of what is sold from them: no bucket of them opens meanwhile, and orders judged before are
-- judged again, see refuse_unsaleable().
create or replace function lock_pools(business uuid, pool_ids uuid[]) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  if cardinality(pool_ids) = 0 then return; end if;
  perform 1 from pools p where p.business_id = business and p.id = any (pool_ids) order by p.id for no key update;
  update pools p set edited_by = pg_current_xact_id() where p.business_id = business and p.id = any (pool_ids);
end $$;

alter function lock_pools(uuid,uuid[]) owner to holdfast_engine;
revoke all on function lock_pools(uuid,uuid[]) from public;
