-- An instant in a location's local time, as availability/zoned-writer.ts writes it: "2026-11-22T09:00:00+03:00".
create or replace function zoned_text(at timestamptz, zone text) returns text stable set search_path = public, pg_temp language plpgsql as $$
declare
  wall timestamp := at at time zone zone;
  minutes int := extract(epoch from wall - at at time zone 'UTC') / 60;
begin
  return to_char(wall, 'YYYY-MM-DD"T"HH24:MI:SS') || case when minutes < 0 then '-' else '+' end
    || to_char(make_interval(mins => abs(minutes)), 'HH24:MI');
end $$;

alter function zoned_text(timestamptz, text) owner to holdfast_engine;
revoke all on function zoned_text(timestamptz, text) from public;
