-- The earliest night that may still be going on somewhere: whatever the zone, a check-out is over two days later.
create or replace function earliest_night() returns date stable language sql as
  $$ select ((public.app_now() at time zone 'UTC') - interval '2 days')::date $$;
