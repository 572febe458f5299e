-- Version for If-Match, and the time of the last edit, kept by the database for every editable row.
create or replace function bump_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  new.updated_at := public.app_now();
  return new;
end $$;
