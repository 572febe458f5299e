-- The names of the rules by which a sold appointment conflicts with its staff member's calendar; no row when it fits.
-- Same rule as staffStretches() in availability/slots/staff-stretches.ts, for one time: the appointment lies in one
-- weekly window, in windows merged at midnight, or in a one-off opening merged with the windows it touches; staff
-- without windows follow the location's hours.
create or replace function staff_misfits(business uuid, person uuid, starts timestamptz, ends timestamptz, zone text, wall tsmultirange)
returns text[] stable set search_path = public, pg_temp language plpgsql as $$
declare
  why text[] := '{}';
  first_day timestamp := lower(wall)::date - 1;
  last_day timestamp := upper(wall)::date;
  is_scheduled boolean;
  is_covered boolean;
begin
  is_scheduled := exists (select from staff_windows w where w.business_id = business and w.staff_id = person);
  is_covered := exists (select from joined_windows(business, person, first_day, last_day) span where span @> wall);
  if is_scheduled and not is_covered and not tstzrange(starts, ends) <@ joined_openings(business, person, starts, ends, zone) then
    why := why || 'outside-staff-hours'::text;
  end if;
  if exists (
    select from staff_breaks b join generate_series(first_day, last_day, interval '1 day') d on extract(isodow from d) = b.weekday
    where b.business_id = business and b.staff_id = person
      and tsrange(d + make_interval(mins => b.starts_minute), d + make_interval(mins => b.ends_minute)) && wall) then
    why := why || 'staff-on-break'::text;
  end if;
  if exists (
    select from staff_exceptions e
    where e.business_id = business and e.staff_id = person and e.kind = 'off' and e.ends_at > starts and e.starts_at < ends) then
    why := why || 'staff-time-off'::text;
  end if;
  return why;
end $$;

alter function staff_misfits(uuid,uuid,timestamptz,timestamptz,text,tsmultirange) owner to holdfast_engine;
revoke all on function staff_misfits(uuid,uuid,timestamptz,timestamptz,text,tsmultirange) from public;
