-- Guarantee 6, second half: every move appends its event and the outbox row that publishes it. begin_bookings() does it
-- for new bookings.
create or replace function record_booking_event() returns trigger set search_path = public, pg_temp language plpgsql as $$
declare
  kind text;
  more jsonb;
begin
  if new.status <> old.status then kind := new.status;
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
                              request_id, reason, details, seq)
  values (new.business_id, new.id, kind,
          case when old.status <> new.status then old.status end,
          case when old.status <> new.status then new.status end,
          public.app_now(), coalesce(nullif(current_setting('app.actor', true), ''), session_user),
          nullif(current_setting('app.request_id', true), ''),
          nullif(current_setting('app.reason', true), ''),
          coalesce(more, '{}') || jsonb_strip_nulls(jsonb_build_object('version', new.version, 'start', new.starts_at,
            'end', new.ends_at, 'expiresAt', new.expires_at, 'paidBy',
            case when new.paid_by is distinct from old.paid_by then shown_paid_by(new.paid_by, new.currency) end)),
          new.version);
  perform audit_booking(new, kind, old.status);
  insert into public.outbox (topic, business_id, payload)
  values ('booking.' || kind, new.business_id,
          jsonb_build_object('businessId', new.business_id, 'bookingId', new.id, 'orderId', new.order_id,
                             'version', new.version, 'at', public.app_now()));
  return null;
end $$;

create or replace trigger bookings_event after update on bookings
  for each row execute function record_booking_event();
