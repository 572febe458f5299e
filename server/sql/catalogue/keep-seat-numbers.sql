-- A seat's number and label belong together for ever: a removed seat is retired, and only the same label gets its
-- number back. Numbers are deleted only with a vehicle that was never used.
create or replace function keep_seat_numbers() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if exists (select from vehicles v where v.business_id = old.business_id and v.id = old.vehicle_id) then
      raise exception 'seat % keeps its number for ever: retire it', old.label using errcode = 'HF004';
    end if;
    return old;
  end if;
  if (new.business_id, new.vehicle_id, new.seat_no, new.label)
     is distinct from (old.business_id, old.vehicle_id, old.seat_no, old.label) then
    raise exception 'number % stays seat %''s for ever', old.seat_no, old.label using errcode = 'HF004';
  end if;
  return new;
end $$;

alter function keep_seat_numbers() owner to holdfast_engine;
revoke all on function keep_seat_numbers() from public;
grant execute on function keep_seat_numbers() to holdfast_app;
create or replace trigger vehicle_seats_keep_numbers before update or delete on vehicle_seats
  for each row execute function keep_seat_numbers();
