-- The stops that a trip was made with are frozen: a different list is a new timetable.
create or replace function keep_timetable() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (
    select from (select distinct business_id, timetable_id from changed) y
    join trips t on t.business_id = y.business_id and t.timetable_id = y.timetable_id) then
    raise exception 'the stops of a timetable that trips have never change' using errcode = 'HF004';
  end if;
  return null;
end $$;

alter function keep_timetable() owner to holdfast_engine;
revoke all on function keep_timetable() from public;
grant execute on function keep_timetable() to holdfast_app;
create or replace trigger timetable_stops_keep_added after insert on timetable_stops
  referencing new table as changed for each statement execute function keep_timetable();
create or replace trigger timetable_stops_keep_changed after update on timetable_stops
  referencing old table as changed for each statement execute function keep_timetable();
create or replace trigger timetable_stops_keep_removed after delete on timetable_stops
  referencing old table as changed for each statement execute function keep_timetable();
