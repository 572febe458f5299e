-- A trip may change vehicle if, at the end of the transaction, every seat sold on it is a seat of the new one.
create or replace function keep_sold_vehicle() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform 1 from units u where u.business_id = new.business_id and u.id = new.id for update;
  if exists (
    select from trips t
    join claims c on c.business_id = t.business_id and c.unit_id = t.id and c.blocking and c.seat_no > 0
      and (c.expires_at is null or c.expires_at > app_now())
    where t.business_id = new.business_id and t.id = new.id and not exists (
      select from vehicle_seats v where v.business_id = t.business_id and v.vehicle_id = t.vehicle_id
        and v.seat_no = c.seat_no and v.label = c.label and v.retired_at is null)) then
    raise exception 'seats of trip % are sold that its vehicle does not have', new.id using errcode = '23503',
      detail = format('Trip %s is still referenced from table "claims".', new.id);
  end if;
  return null;
end $$;

alter function keep_sold_vehicle() owner to holdfast_engine;
revoke all on function keep_sold_vehicle() from public;
grant execute on function keep_sold_vehicle() to holdfast_app;
drop trigger if exists trips_keep_sold_vehicle on trips;
create constraint trigger trips_keep_sold_vehicle after update of vehicle_id on trips
  deferrable initially deferred for each row when (old.vehicle_id <> new.vehicle_id)
  execute function keep_sold_vehicle();
