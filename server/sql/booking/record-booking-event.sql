-- Guarantee 6, second half: every move appends its event and the outbox row that publishes it.
create or replace function record_booking_event() returns trigger set search_path = public, pg_temp language plpgsql as $$
declare
  kind text;
  more jsonb;
  -- Events are returned as they are hashed, so money is written in the API's form.
  paid jsonb := (new.paid_by - 'amountMinor') || case when new.paid_by ? 'amountMinor' then jsonb_build_object('amount',
    jsonb_build_object('amount', new.paid_by->'amountMinor', 'currency', new.currency)) else '{}' end;
  previous text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if tg_op = 'INSERT' or new.status <> old.status then kind := new.status;
  elsif new.checked_in_at is distinct from old.checked_in_at then kind := 'checked_in';
  elsif nullif(current_setting('app.event_of', true), '') = new.id::text then
    kind := current_setting('app.event');
    more := nullif(current_setting('app.event_details'), '')::jsonb;
  elsif new.starts_at <> old.starts_at or new.ends_at <> old.ends_at then kind := 'retimed';
  elsif new.expires_at is distinct from old.expires_at then kind := 'extended';
  elsif new.paid_by is distinct from old.paid_by then kind := 'payment_returned';
  else kind := 'edited';
  end if;
  insert into public.booking_events (business_id, booking_id, type, from_status, to_status, at, actor,
                              request_id, reason, details, seq, prev_hash, hash)
  values (new.business_id, new.id, kind,
          case when previous <> new.status then previous end,
          case when previous <> new.status then new.status end,
          public.app_now(), coalesce(nullif(current_setting('app.actor', true), ''), session_user),
          nullif(current_setting('app.request_id', true), ''),
          nullif(current_setting('app.reason', true), ''),
          coalesce(more, '{}') || jsonb_strip_nulls(jsonb_build_object('version', new.version, 'start', new.starts_at,
            'end', new.ends_at, 'expiresAt', new.expires_at, 'paidBy',
            case when tg_op = 'INSERT' or new.paid_by is distinct from old.paid_by then paid end)),
          new.version, '', '');
  perform audit_booking(new, kind, previous);
  insert into public.outbox (topic, business_id, payload)
  values ('booking.' || kind, new.business_id,
          jsonb_build_object('businessId', new.business_id, 'bookingId', new.id, 'orderId', new.order_id,
                             'version', new.version, 'at', public.app_now()));
  return null;
end $$;

create or replace trigger bookings_event after insert or update on bookings
  for each row execute function record_booking_event();
