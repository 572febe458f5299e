-- The local time that passes during an instant range: one range, or two when the clocks go forward or back within it.
-- Makes comparisons with opening hours correct on every day.
create or replace function wall_stretches(starts timestamptz, ends timestamptz, zone text) returns tsmultirange
stable set search_path = public, pg_temp language plpgsql as $$
declare
  wall timestamp := starts at time zone zone;
  turn timestamptz := clock_change(starts, ends, zone);
begin
  if turn is null or turn >= ends then return tsmultirange(tsrange(wall, wall + (ends - starts))); end if;
  return tsmultirange(tsrange(wall, wall + (turn - starts)),
    tsrange(turn at time zone zone, (turn at time zone zone) + (ends - turn)));
end $$;

alter function wall_stretches(timestamptz,timestamptz,text) owner to holdfast_engine;
revoke all on function wall_stretches(timestamptz,timestamptz,text) from public;
