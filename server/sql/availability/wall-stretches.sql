-- What the clocks of a zone show while an instant range passes: one stretch, or two where they are put forward or back
-- meanwhile. What lies in opening hours by the clock is so compared right on every day.
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
