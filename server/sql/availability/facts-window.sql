-- The window for which dated rows are read: the requested range plus two whole local days on both sides, or, for a
-- single wish, the days around it, clamped to the bookable time, so that somebody who asks for last year learns what
-- is free today. Exempt rules do not limit the bookable time.
create or replace function facts_window(o offerings, lasting int, wished_from timestamptz, wished_until timestamptz, at timestamptz,
                                        exempt text[])
returns tstzrange stable set search_path = public, pg_temp language plpgsql as $$
declare
  earliest timestamptz := case
    when not 'inside-lead-time' = any(exempt) then at + o.lead_minutes * interval '1 minute'
    when not 'in-the-past' = any(exempt) then at else '-infinity' end;
  latest timestamptz := case
    when 'beyond-horizon' = any(exempt) then 'infinity' else at + (o.horizon_days + 1) * interval '1 day' end;
  center timestamptz := greatest(earliest, least(wished_from, latest));
begin
  if wished_until is null then
    return tstzrange(center - interval '4 days', center + interval '9 days' + lasting * interval '1 minute');
  end if;
  return tstzrange(wished_from - interval '2 days',
    greatest(wished_from, wished_until) + interval '2 days' + lasting * interval '1 minute');
end $$;

alter function facts_window(offerings,integer,timestamp with time zone,timestamp with time zone,timestamp with time zone,text[]) owner to holdfast_engine;
alter function facts_window(offerings,integer,timestamp with time zone,timestamp with time zone,timestamp with time zone,text[])
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function facts_window(offerings,integer,timestamp with time zone,timestamp with time zone,timestamp with time zone,text[]) from public;
