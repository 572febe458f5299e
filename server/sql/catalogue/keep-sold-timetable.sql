-- A timetable's boundaries are what seats are cut at: they stand still while any of its trips is sold.
create or replace function keep_sold_timetable() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (
    select 1 from (select distinct business_id, journey_id from changed) j
    join trips t on t.business_id = j.business_id and t.journey_id = j.journey_id
    join claims c on c.business_id = t.business_id and c.unit_id = t.id and c.blocking
      and (c.expires_at is null or c.expires_at > app_now())) then
    raise exception 'journey is sold' using errcode = '23503',
      detail = 'Journey is still referenced from table "claims".';
  end if;
  return null;
end $$;

alter function keep_sold_timetable() owner to holdfast_engine;
revoke all on function keep_sold_timetable() from public;
grant execute on function keep_sold_timetable() to holdfast_app;
