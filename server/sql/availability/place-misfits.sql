-- The names of the rules by which a sold appointment or rental lies outside its location's hours; no row when it lies
-- within them. Same rule as businessHours() in availability/slots/business-hours.ts, for one time: touching hours are
-- merged, a location without hours is always open, and a holiday also closes the small hours that belong to the
-- evening before.
create or replace function place_misfits(business uuid, place uuid, wall tsmultirange) returns text[]
stable set search_path = public, pg_temp language plpgsql as $$
declare
  first_day date := lower(wall)::date - 1;
  last_day date := upper(wall)::date;
  holidays date[] := array(select h.day from location_holidays h
    where h.business_id = business and h.location_id = place and h.day between first_day and last_day);
  has_hours boolean;
  usual tsmultirange;
  open tsmultirange;
begin
  select count(*) > 0, range_agg(s.span) filter (where s.is_on), range_agg(s.span) filter (where s.is_on and d <> all (holidays))
  into has_hours, usual, open
  from location_hours h cross join generate_series(first_day::timestamp, last_day, interval '1 day') d
  cross join lateral (select extract(isodow from d) = h.weekday as is_on,
    tsrange(d + make_interval(mins => h.starts_minute), d + make_interval(mins => h.ends_minute)) as span) s
  where h.business_id = business and h.location_id = place;
  if not has_hours then
    usual := tsmultirange(tsrange(null, null));
    open := usual;
  end if;
  if cardinality(holidays) > 0 then
    open := open - (select range_agg(tsrange(h, h + 1)) from unnest(holidays) h);
  end if;
  if wall <@ coalesce(open, '{}') then return '{}'; end if;
  return case when wall <@ coalesce(usual, '{}') then array['holiday'] else array['outside-business-hours'] end;
end $$;

alter function place_misfits(uuid,uuid,tsmultirange) owner to holdfast_engine;
revoke all on function place_misfits(uuid,uuid,tsmultirange) from public;
