-- Every event but a booking's first carries the hash of the one before it. seq is the booking's version: every change
-- writes exactly one event, so a gap in the chain shows. A first event has nothing to look up, as the table checks.
-- Raises HF008 for another hash than that of the event before.
create or replace function chain_booking_event() returns trigger set search_path = public, pg_temp language plpgsql as $$
declare
  previous text := '';
begin
  if new.seq > 1 then
    select e.hash into strict previous from public.booking_events e
    where e.business_id = new.business_id and e.booking_id = new.booking_id and e.seq = new.seq - 1;
  end if;
  if new.prev_hash not in ('', previous) then
    raise exception 'event % of booking % does not follow the one before it', new.seq, new.booking_id
      using errcode = 'HF008', constraint = 'events_are_chained';
  end if;
  new.prev_hash := previous;
  new.method := 2;
  return new;
end $$;

create or replace trigger booking_events_chain before insert on booking_events
  for each row when (new.seq > 1 or new.method <> 2) execute function chain_booking_event();
