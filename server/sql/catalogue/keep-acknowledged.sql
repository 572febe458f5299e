-- Guarantee 17 at commit: taking a staff member or a rental unit off sale, or adding time off, breaks no booking that
-- was not named. The command finds the affected bookings and writes down which ones were named. Raises HF041.
create or replace function keep_acknowledged() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  known uuid[] := string_to_array(current_setting('app.acknowledged', true), ',');
  is_off boolean := tg_table_name = 'staff_exceptions';
  row jsonb := to_jsonb(new);
begin
  if exists (
    select from claims c join booking_items i
      on i.business_id = c.business_id and i.booking_id = c.booking_id and i.id = c.item_id
    where c.business_id = new.business_id
      and c.unit_id = (case when is_off then row->>'staff_id' else row->>'id' end)::uuid
      -- Time for clearing up after an appointment does not count.
      and c.blocking and case when c.amendment_id is null then i.ends_at else c.ends_at end > app_now() and (c.expires_at is null or c.expires_at > app_now())
      and c.booking_id <> all (coalesce(known, '{}'))
      and (not is_off
        -- A claim held for an amendment is for another time than the item has yet.
        or tstzrange((row->>'starts_at')::timestamptz, (row->>'ends_at')::timestamptz) && case
          when c.amendment_id is null then tstzrange(i.starts_at, i.ends_at) else tstzrange(c.starts_at, c.ends_at) end)) then
    raise exception 'bookings stand there that nobody acknowledged' using errcode = 'HF041';
  end if;
  return null;
end $$;

alter function keep_acknowledged() owner to holdfast_engine;
revoke all on function keep_acknowledged() from public;
grant execute on function keep_acknowledged() to holdfast_app;

drop trigger if exists staff_keep_acknowledged on staff;
create constraint trigger staff_keep_acknowledged after update on staff deferrable initially deferred
  for each row when (old.active and not new.active) execute function keep_acknowledged();
drop trigger if exists rental_units_keep_acknowledged on rental_units;
create constraint trigger rental_units_keep_acknowledged after update on rental_units deferrable initially deferred
  for each row when (old.active and not new.active) execute function keep_acknowledged();
drop trigger if exists staff_exceptions_keep_acknowledged on staff_exceptions;
create constraint trigger staff_exceptions_keep_acknowledged after insert or update on staff_exceptions
  deferrable initially deferred for each row when (new.kind = 'off') execute function keep_acknowledged();
