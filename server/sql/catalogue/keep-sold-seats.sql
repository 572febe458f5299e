-- Worded like a foreign key's refusal, because a claim refers to the seat by number. Sold seats stay, in their class;
-- checked for current and coming trips, whose units are locked in one order.
create or replace function keep_sold_seats() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  sold text;
  trip_ids uuid[] := array(
    select t.id from (
      select distinct o.business_id, o.vehicle_id from before o
      join changed n on n.business_id = o.business_id and n.vehicle_id = o.vehicle_id and n.seat_no = o.seat_no
      where (o.class <> n.class or n.retired_at is not null) and o.retired_at is null) v
    join trips t on t.business_id = v.business_id and t.vehicle_id = v.vehicle_id
      and t.origin_at > app_now() - interval '17 days');
begin
  if cardinality(trip_ids) = 0 then return null; end if;
  perform 1 from units u where u.id = any (trip_ids) and u.business_id = (select o.business_id from before o limit 1)
  order by u.id for update;
  select o.label into sold
  from before o
  join changed n on n.business_id = o.business_id and n.vehicle_id = o.vehicle_id and n.seat_no = o.seat_no
  join trips t on t.business_id = o.business_id and t.vehicle_id = o.vehicle_id and t.id = any (trip_ids)
  join claims c on c.business_id = t.business_id and c.unit_id = t.id and c.seat_no = o.seat_no and c.seat_no > 0
    and c.blocking and (c.expires_at is null or c.expires_at > app_now())
  where (o.class <> n.class or n.retired_at is not null) and o.retired_at is null
  limit 1;
  if found then
    raise exception 'seat % is sold', sold using errcode = '23503',
      detail = format('Seat %s is still referenced from table "claims".', sold);
  end if;
  return null;
end $$;

alter function keep_sold_seats() owner to holdfast_engine;
revoke all on function keep_sold_seats() from public;
grant execute on function keep_sold_seats() to holdfast_app;
drop trigger if exists vehicle_seats_keep_sold on vehicle_seats;
create trigger vehicle_seats_keep_sold after update on vehicle_seats
  referencing old table as before new table as changed for each statement execute function keep_sold_seats();
