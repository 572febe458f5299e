-- A trip with sold seats runs, on its day, and its passengers keep every stop of their segment; only times may
-- change.
create or replace function keep_sold_trips() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  -- A claim being written locks its unit by its foreign key: either it is seen here, or it sees the new trip.
  perform 1 from units u where u.business_id = old.business_id and u.id = old.id for update;
  if exists (
    select from claims c where c.business_id = old.business_id and c.unit_id = old.id and c.blocking and c.seat_no > 0
      and (c.expires_at is null or c.expires_at > app_now())
      and ((new.status, new.origin_at) is distinct from (old.status, old.origin_at)
        or not keeps_way(old, new, c.from_position, c.to_position))) then
    raise exception 'trip % is sold', old.id using errcode = '23503',
      detail = format('Trip %s is still referenced from table "claims".', old.id);
  end if;
  return new;
end $$;

alter function keep_sold_trips() owner to holdfast_engine;
revoke all on function keep_sold_trips() from public;
grant execute on function keep_sold_trips() to holdfast_app;
create or replace trigger trips_keep_sold before update of status, origin_at, timetable_id on trips for each row
  when ((old.status, old.origin_at, old.timetable_id) is distinct from (new.status, new.origin_at, new.timetable_id)
    and (new.status <> 'scheduled' or old.status = 'scheduled'))
  execute function keep_sold_trips();
