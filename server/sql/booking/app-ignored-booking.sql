-- The booking being rescheduled does not stand in its own way.
create or replace function app_ignored_booking() returns uuid stable parallel safe language sql as
  $$ select nullif(current_setting('app.ignored_booking', true), '')::uuid $$;
