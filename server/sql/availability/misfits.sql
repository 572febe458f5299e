-- The names of the rules by which a sold item conflicts with today's catalogue; no row when it fits. Called before
-- and after an edit, the difference is what the edit breaks; for late money, anything but 'clock-changed' returns the
-- money. unit: the staff member or rental unit; null for rooms. Seats always fit here: the timetable checks them.
create or replace function misfits(business uuid, kind text, offering uuid, place uuid, unit uuid, starts timestamptz,
  ends timestamptz, details jsonb) returns text[] stable set search_path = public, pg_temp language plpgsql as $$
#variable_conflict use_variable
declare
  why text[] := '{}';
  l locations;
  p record;
  wall tsmultirange;
begin
  if kind = 'seat' then return why; end if;
  select * into l from locations x where x.business_id = business and x.id = place;
  if not coalesce(l.active, false) then why := why || 'location-inactive'::text; end if;
  if place is distinct from (select o.location_id from offerings o where o.business_id = business and o.id = offering) then
    why := why || 'location-changed'::text;
  end if;
  -- The local time at which it was sold.
  if coalesce(starts at time zone (details->>'timezone'), left(details->>'checkInFrom', 19)::timestamp)
     is distinct from starts at time zone l.timezone then
    why := why || 'clock-changed'::text;
  end if;
  if kind = 'stay' then
    if exists (select from room_types r where r.business_id = business and r.id = offering
        and (details->>'guests')::int > r.occupancy * (details->>'rooms')::int) then
      why := why || 'over-occupancy'::text;
    end if;
    return why;
  end if;
  wall := wall_stretches(starts, ends, l.timezone);
  why := why || place_misfits(business, place, wall);
  if kind = 'rental' then
    if not exists (select from rental_units u where u.business_id = business and u.id = unit and u.active) then
      why := why || 'unit-inactive'::text;
    end if;
    return why;
  end if;
  if kind <> 'appointment' then raise exception 'nothing says what an item of kind % fits', kind using errcode = 'HF004'; end if;
  select s.active, s.location_id, exists (select from service_staff x
    where x.business_id = business and x.service_id = offering and x.staff_id = unit) as does_it
  into p from staff s where s.business_id = business and s.id = unit;
  if p.active is not true then why := why || 'staff-inactive'::text; end if;
  if p.location_id is distinct from place then why := why || 'staff-elsewhere'::text; end if;
  if p.does_it is not true then why := why || 'staff-cannot-do-service'::text; end if;
  return why || staff_misfits(business, unit, starts, ends, l.timezone, wall);
end $$;

alter function misfits(uuid,text,uuid,uuid,uuid,timestamptz,timestamptz,jsonb) owner to holdfast_engine;
revoke all on function misfits(uuid,text,uuid,uuid,uuid,timestamptz,timestamptz,jsonb) from public;
