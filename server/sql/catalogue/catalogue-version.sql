-- The version of what a business has set up, as the calling statement sees it: read it in the same statement as the
-- facts it belongs to. 0 for a business
-- that does not exist, or is being made by this transaction: it gets its version at the commit.
create or replace function catalogue_version(business uuid) returns bigint
stable set search_path = public, pg_temp language plpgsql as $$
begin
  return coalesce((select v.version from catalogue_versions v where v.business_id = business), 0);
end $$;

alter function catalogue_version(uuid) owner to holdfast_engine;
alter function catalogue_version(uuid) set plan_cache_mode = force_generic_plan;
revoke all on function catalogue_version(uuid) from public;
