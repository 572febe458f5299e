-- seq is the booking's version: every change writes exactly one event, so a gap in the chain shows.
create or replace function chain_booking_event() returns trigger set search_path = public, pg_temp language plpgsql as $$
begin
  new.prev_hash := '';
  if new.seq > 1 then
    select e.hash into strict new.prev_hash from public.booking_events e
    where e.business_id = new.business_id and e.booking_id = new.booking_id and e.seq = new.seq - 1;
  end if;
  new.method := 2;
  new.hash := public.booking_event_hash(new);
  return new;
end $$;

create or replace trigger booking_events_chain before insert on booking_events
  for each row execute function chain_booking_event();
