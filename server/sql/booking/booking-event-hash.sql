-- The chain: each event carries the hash of the one before it for that booking.
create or replace function booking_event_hash(e booking_events) returns text stable language sql as $$
  select encode(sha256(convert_to(concat_ws('|', e.prev_hash, e.business_id, e.booking_id, e.seq, e.type,
    coalesce(e.from_status, ''), coalesce(e.to_status, ''),
    to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    e.actor, coalesce(e.request_id, ''), coalesce(e.reason, ''), e.details::text), 'UTF8')), 'hex')
$$;
