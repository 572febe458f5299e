-- Why a sold appointment does not go together with the calendar of its staff member, by the names of the rules; none: it
-- does. The same as staffStretches() in availability/slots/staff-stretches.ts, for one time: it lies in one weekly
-- window or in those that are joined at midnight, or in a one-off opening joined with the windows that it touches;
-- without any windows hours are the place's.
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
