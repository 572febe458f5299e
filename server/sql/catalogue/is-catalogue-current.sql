-- Whether nothing that the business has set up was edited since `version` was read together with the facts. Null is
-- never current. Volatile: it reads what is committed at the moment of the call, even within a longer statement.
-- Call it with the row locks on units and pools held (their claims' foreign keys take them): an edit that reads what is
-- sold locks those rows, so it has either committed, and is seen here, or waits and sees what is taken now.
-- An edit that reads nothing sold (a price, a name) may commit between this call and the caller's commit: then the
-- order counts as placed before it, as if it had been asked a moment earlier.
create or replace function is_catalogue_current(business uuid, version bigint) returns boolean
set search_path = public, pg_temp language plpgsql as $$
begin
  return version is not null and catalogue_version(business) = version;
end $$;

alter function is_catalogue_current(uuid,bigint) owner to holdfast_engine;
alter function is_catalogue_current(uuid,bigint) set plan_cache_mode = force_generic_plan;
revoke all on function is_catalogue_current(uuid,bigint) from public;
