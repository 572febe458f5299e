-- The hash of an event as its content is now, for whoever checks the one it carries.
create or replace function booking_event_hash(e booking_events) returns text stable language sql as $$
  select public.booking_event_hash(e.method, e.prev_hash, e.business_id, e.booking_id, e.seq, e.type, e.from_status, e.to_status,
    e.at, e.actor, e.request_id, e.reason, e.details)
$$;
