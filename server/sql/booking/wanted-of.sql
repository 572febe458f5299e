-- The inventory a plan wants, in the form the engine reads. Plans of older programs, and of changes that have waited
-- since then, call buckets nights.
create or replace function wanted_of(plan jsonb) returns wanted immutable
set search_path = public, pg_temp language plpgsql as $$
begin
  if plan ? 'nights' then plan := plan - 'nights' || jsonb_build_object('buckets', plan->'nights'); end if;
  return jsonb_populate_record(null::wanted, plan);
end $$;

alter function wanted_of(jsonb) owner to holdfast_engine;
revoke all on function wanted_of(jsonb) from public;
