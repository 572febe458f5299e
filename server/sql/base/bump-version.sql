-- Maintains the version for If-Match and the time of the last edit on every editable row.
create or replace function bump_version() returns trigger set search_path = public, pg_temp language plpgsql as $$
begin
  new.version := old.version + 1;
  new.updated_at := public.app_now();
  return new;
end $$;

create or replace trigger businesses_version before update on businesses
  for each row execute function bump_version();
create or replace trigger calendars_version before update on calendars for each row execute function bump_version();
create or replace trigger journeys_version before update on journeys for each row execute function bump_version();
create or replace trigger locations_version before update on locations
  for each row execute function bump_version();
create or replace trigger members_version before update on members
  for each row execute function bump_version();
create or replace trigger offerings_version before update on offerings
  for each row execute function bump_version();
create or replace trigger refunds_version before update on refunds for each row execute function bump_version();
create or replace trigger rental_units_version before update on rental_units
  for each row execute function bump_version();
create or replace trigger staff_version before update on staff for each row execute function bump_version();
create or replace trigger stops_version before update on stops for each row execute function bump_version();
create or replace trigger tax_settings_version before update on tax_settings
  for each row execute function bump_version();
create or replace trigger trips_version before update on trips for each row execute function bump_version();
create or replace trigger users_version before update on users for each row execute function bump_version();
create or replace trigger vehicles_version before update on vehicles for each row execute function bump_version();
