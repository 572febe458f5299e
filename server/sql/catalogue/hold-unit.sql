-- Taking a unit off sale, or adding time off, waits for claims that are being written and blocks new ones: the claims
-- are seen at commit, or they see the edit.
create or replace function hold_unit() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  unit uuid := case when tg_table_name = 'staff_exceptions' then to_jsonb(new)->>'staff_id' else to_jsonb(new)->>'id' end;
begin
  perform 1 from units u where u.business_id = new.business_id and u.id = unit for update;
  update units u set edited_by = pg_current_xact_id() where u.business_id = new.business_id and u.id = unit;
  return new;
end $$;

alter function hold_unit() owner to holdfast_engine;
revoke all on function hold_unit() from public;
grant execute on function hold_unit() to holdfast_app;

create or replace trigger staff_hold_unit before update of active on staff
  for each row when (old.active and not new.active) execute function hold_unit();
create or replace trigger rental_units_hold_unit before update of active on rental_units
  for each row when (old.active and not new.active) execute function hold_unit();
create or replace trigger staff_exceptions_hold_unit before insert or update on staff_exceptions
  for each row when (new.kind = 'off') execute function hold_unit();
