-- Gives every seat holder of a trip the seat named for them, under its number in today's vehicle: seats: [{claimId,
-- seatNo, label}] for every owned seat. The editor has locked the bookings and the trip (lock_trips). An event
-- announces each changed label.
create or replace function reseat_trip(business uuid, trip uuid, seats jsonb) returns void
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  owned claims[] := array(
    select c from claims c where c.business_id = business and c.unit_id = trip and c.blocking and c.seat_no > 0);
  i booking_items;
  next_number int;
begin
  if app_scope() <> 'platform' and (app_scope() <> 'member' or app_business() is distinct from business) then
    raise exception 'not this business''s' using errcode = '42501';
  end if;
  if cardinality(owned) = 0 then return; end if;
  if exists (
    select from unnest(owned) c where not exists (
      select from jsonb_array_elements(seats) s where (s->>'claimId')::uuid = c.id)) then
    raise exception 'every seat that is owned needs a place' using errcode = 'HF004';
  end if;
  update claims c set blocking = false
  where c.business_id = business and c.unit_id = trip and c.blocking and c.seat_no > 0;
  for i in
    select * from booking_items x where x.business_id = business and (x.booking_id, x.id) in (
      select c.booking_id, c.item_id from unnest(owned) c)
    order by x.booking_id, x.position
  loop
    next_number := next_generation(i.business_id, i.booking_id, i.id);
    perform set_config('app.kept_booking', i.booking_id::text, true);
    insert into claims (business_id, unit_id, seat_no, booking_id, item_id, starts_at, ends_at, expires_at, passenger,
      generation, from_position, to_position, label)
    select c.business_id, c.unit_id, (s->>'seatNo')::int, c.booking_id, c.item_id, c.starts_at, c.ends_at, c.expires_at,
      c.passenger, next_number, c.from_position, c.to_position, s->>'label'
    from unnest(owned) c join jsonb_array_elements(seats) s on (s->>'claimId')::uuid = c.id
    where c.booking_id = i.booking_id and c.item_id = i.id
    order by (s->>'seatNo')::int;
    if exists (
      select from jsonb_array_elements(i.details->'seats') sold
      join unnest(owned) c on c.booking_id = i.booking_id and c.item_id = i.id and c.label = sold->>'label'
      join jsonb_array_elements(seats) s on (s->>'claimId')::uuid = c.id
      join trips t on t.business_id = business and t.id = trip
      join vehicle_seats v on v.business_id = business and v.vehicle_id = t.vehicle_id and v.label = s->>'label'
      where v.class <> sold->>'class') then
      raise exception 'a seat of another class is no equal seat' using errcode = 'HF004';
    end if;
    perform follow_seats(i, (
      select jsonb_object_agg(c.label, s->>'label')
      from unnest(owned) c join jsonb_array_elements(seats) s on (s->>'claimId')::uuid = c.id
      where c.booking_id = i.booking_id and c.item_id = i.id));
  end loop;
  perform set_config('app.kept_booking', '', true);
end $$;

alter function reseat_trip(uuid,uuid,jsonb) owner to holdfast_engine;
alter function reseat_trip(uuid,uuid,jsonb)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set plan_cache_mode = force_generic_plan;
revoke all on function reseat_trip(uuid,uuid,jsonb) from public;
grant execute on function reseat_trip(uuid,uuid,jsonb) to holdfast_app;
