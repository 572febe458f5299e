-- The hash chain: each event carries the hash of the booking's previous event. Method 2 hashes a JSON array, in which
-- no field's content can pass for its end; method 1, for older events, joined the fields with "|".
create or replace function booking_event_hash(e booking_events) returns text stable language sql as $$
  select encode(sha256(convert_to(case e.method
    when 1 then concat_ws('|', e.prev_hash, e.business_id, e.booking_id, e.seq, e.type,
      coalesce(e.from_status, ''), coalesce(e.to_status, ''),
      to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      e.actor, coalesce(e.request_id, ''), coalesce(e.reason, ''), e.details::text)
    else jsonb_build_array(e.method, e.prev_hash, e.business_id, e.booking_id, e.seq, e.type, e.from_status, e.to_status,
      to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      e.actor, e.request_id, e.reason, e.details)::text end, 'UTF8')), 'hex')
$$;
