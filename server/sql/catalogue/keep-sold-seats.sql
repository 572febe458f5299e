-- Worded like a foreign key's refusal, because that is what it is: a claim points at the seat by number.
create or replace function keep_sold_seats() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (
    select 1 from trips t join claims c on c.business_id = t.business_id and c.unit_id = t.id
      and c.blocking and c.seat_no = old.seat_no and (c.expires_at is null or c.expires_at > app_now())
    where t.business_id = old.business_id and t.vehicle_id = old.vehicle_id) then
    raise exception 'seat % is sold', old.label using errcode = '23503',
      detail = format('Seat %s is still referenced from table "claims".', old.label);
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;

alter function keep_sold_seats() owner to holdfast_engine;
revoke all on function keep_sold_seats() from public;
grant execute on function keep_sold_seats() to holdfast_app;
