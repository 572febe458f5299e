-- Who may read and write which rows of this room's tables. Engine functions see all rows.

do $$
declare
  t text;
begin
  foreach t in array array[
    'calendar_dates', 'calendars', 'fares', 'journey_frequencies', 'journeys', 'offerings', 'rental_prices',
    'rental_units', 'rentals', 'room_rates', 'room_types', 'routes', 'service_staff', 'services', 'staff',
    'staff_breaks', 'staff_exceptions', 'staff_windows', 'stops', 'timetable_stops', 'timetables', 'trips', 'units',
    'vehicle_seats', 'vehicles'
  ] loop
    execute format('drop policy if exists changed on %I', t);
    execute format($p$create policy changed on %1$I for update to holdfast_app
      using (((select app_scope()) = 'member' and business_id = (select app_business()))
        or (select app_scope()) = 'platform')$p$, t);
    execute format('drop policy if exists engine on %I', t);
    execute format($p$create policy engine on %1$I to holdfast_engine using (true) with check (true)$p$, t);
    execute format('drop policy if exists readable on %I', t);
    execute format($p$create policy readable on %1$I for select to holdfast_app
      using (business_id = (select app_business()) or (select app_scope()) = 'platform' or is_public(business_id))$p$, t);
    execute format('drop policy if exists removed on %I', t);
    execute format($p$create policy removed on %1$I for delete to holdfast_app
      using (((select app_scope()) = 'member' and business_id = (select app_business()))
        or (select app_scope()) = 'platform')$p$, t);
    execute format('drop policy if exists written on %I', t);
    execute format($p$create policy written on %1$I for insert to holdfast_app
      with check (((select app_scope()) = 'member' and business_id = (select app_business()))
        or (select app_scope()) = 'platform')$p$, t);
  end loop;
end $$;

drop policy if exists engine on catalogue_versions;
create policy engine on catalogue_versions to holdfast_engine using (true) with check (true);
drop policy if exists engine on catalogue_edits;
create policy engine on catalogue_edits to holdfast_engine using (true) with check (true);
