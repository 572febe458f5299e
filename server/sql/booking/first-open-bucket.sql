-- The first bucket of a pool that may still be in progress somewhere; all before it are over.
create or replace function first_open_bucket(lasts_days int) returns date stable language sql as
  $$ select (public.app_now() at time zone 'UTC')::date - lasts_days $$;
