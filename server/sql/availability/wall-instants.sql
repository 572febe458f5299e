-- The instants at which a zone's clocks show a given local range: none for a time the clocks skip, both for a time
-- they show twice.
create or replace function wall_instants(wall tsrange, zone text) returns tstzmultirange
stable set search_path = public, pg_temp language plpgsql as $$
declare
  starts timestamptz := (lower(wall) at time zone zone) - interval '1 day';
  ends timestamptz := (upper(wall) at time zone zone) + interval '1 day';
  before interval := (starts at time zone zone) - (starts at time zone 'UTC');
  after interval := (ends at time zone zone) - (ends at time zone 'UTC');
  early tstzrange := tstzrange((lower(wall) - before) at time zone 'UTC', (upper(wall) - before) at time zone 'UTC');
  late tstzrange := tstzrange((lower(wall) - after) at time zone 'UTC', (upper(wall) - after) at time zone 'UTC');
  turn timestamptz;
begin
  if before = after then return tstzmultirange(early); end if;
  turn := clock_change(starts, ends, zone);
  return tstzmultirange(early * tstzrange(null, turn), late * tstzrange(turn, null));
end $$;

alter function wall_instants(tsrange,text) owner to holdfast_engine;
revoke all on function wall_instants(tsrange,text) from public;
