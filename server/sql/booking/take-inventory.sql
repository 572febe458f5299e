create or replace function take_inventory(want wanted) returns jsonb
set search_path = public, pg_temp language plpgsql as $$
declare
  picks jsonb;
begin
  perform lock_units(want);
  perform take_claims(want);
  picks := take_picks(want);
  perform take_buckets(want);
  return picks;
end $$;

alter function take_inventory(wanted) owner to holdfast_engine;
revoke all on function take_inventory(wanted) from public;
