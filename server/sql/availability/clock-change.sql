-- The instant between two others at which the zone's clocks change; null when they do not. Found by binary search, to
-- the minute: clocks change at full minutes, and never twice within days.
create or replace function clock_change(from_at timestamptz, until_at timestamptz, zone text) returns timestamptz
stable set search_path = public, pg_temp language plpgsql as $$
declare
  old_offset interval := (from_at at time zone zone) - (from_at at time zone 'UTC');
  before timestamptz := date_trunc('minute', from_at);
  after timestamptz := date_trunc('minute', until_at + interval '59 seconds');
  middle timestamptz;
begin
  if (after at time zone zone) - (after at time zone 'UTC') = old_offset then return null; end if;
  while after - before > interval '1 minute' loop
    middle := date_trunc('minute', before + (after - before) / 2);
    if (middle at time zone zone) - (middle at time zone 'UTC') = old_offset then before := middle; else after := middle; end if;
  end loop;
  return after;
end $$;

alter function clock_change(timestamptz,timestamptz,text) owner to holdfast_engine;
revoke all on function clock_change(timestamptz,timestamptz,text) from public;
