-- Remembers that this transaction edits the catalogue of these businesses: raise_catalogue_version() follows when it
-- commits. Attached to every table that says what a business offers; a test finds a table without it.
create or replace function note_catalogue_edit() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  edited uuid[];
begin
  if tg_table_name = 'businesses' then
    edited := array(select distinct c.id from changed c);
  else
    edited := array(select distinct c.business_id from changed c);
  end if;
  insert into catalogue_edits (business_id, edited_by)
  select e, pg_current_xact_id() from unnest(edited) e order by e
  on conflict (business_id, edited_by) do nothing;
  return null;
end $$;

alter function note_catalogue_edit() owner to holdfast_engine;
revoke all on function note_catalogue_edit() from public;
grant execute on function note_catalogue_edit() to holdfast_app;

do $$
declare
  t text;
begin
  foreach t in array array[
    'businesses', 'calendar_dates', 'calendars', 'fares', 'journey_frequencies', 'journeys', 'location_holidays',
    'location_hours', 'locations', 'offerings', 'rental_prices', 'rental_units', 'rentals', 'room_rates', 'room_types',
    'routes', 'service_staff', 'services', 'staff', 'staff_breaks', 'staff_exceptions', 'staff_windows', 'stops',
    'tax_settings', 'timetable_stops', 'timetables', 'trips', 'units', 'vehicle_seats', 'vehicles'
  ] loop
    execute format('create or replace trigger %1$s_edit_added after insert on %1$I
      referencing new table as changed for each statement execute function note_catalogue_edit()', t);
    execute format('create or replace trigger %1$s_edit_changed after update on %1$I
      referencing new table as changed for each statement execute function note_catalogue_edit()', t);
    execute format('create or replace trigger %1$s_edit_removed after delete on %1$I
      referencing old table as changed for each statement execute function note_catalogue_edit()', t);
  end loop;
end $$;
