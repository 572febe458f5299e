-- The one-off openings of a staff member near a time, merged with the weekly windows that they touch.
create or replace function joined_openings(business uuid, person uuid, starts timestamptz, ends timestamptz, zone text)
returns tstzmultirange stable set search_path = public, pg_temp language plpgsql as $$
declare
  openings tstzmultirange := (
    select range_agg(tstzrange(e.starts_at, e.ends_at)) from staff_exceptions e
    where e.business_id = business and e.staff_id = person and e.kind = 'open'
      and e.ends_at > starts - interval '3 days' and e.starts_at < ends + interval '3 days');
begin
  if openings is null then return '{}'; end if;
  return openings + coalesce((
    select range_agg(stretch)
    from joined_windows(business, person, (starts at time zone zone)::date - interval '2 days',
      (ends at time zone zone)::date + interval '1 day') span
    cross join unnest(wall_instants(span, zone)) stretch
    -- One by one: a multirange is adjacent to a range only at its two ends.
    where exists (select from unnest(openings) o where o && stretch or o -|- stretch)), '{}');
end $$;

alter function joined_openings(uuid,uuid,timestamptz,timestamptz,text) owner to holdfast_engine;
revoke all on function joined_openings(uuid,uuid,timestamptz,timestamptz,text) from public;
