-- Writes an event for every change of status, amount or reference, and publishes changes of status.
create or replace function record_payment_event() returns trigger set search_path = public, pg_temp language plpgsql as $$
declare
  previous text := case when tg_op = 'INSERT' then 'new' else old.status end;
  kind text := case when previous <> new.status then new.status else 'edited' end;
begin
  if tg_op = 'UPDATE' and previous = new.status
     and (new.gateway_ref, new.captured_minor, new.refunded_minor, new.alarm)
       is not distinct from (old.gateway_ref, old.captured_minor, old.refunded_minor, old.alarm) then
    return null;
  end if;
  insert into public.payment_events (payment_id, seq, type, from_status, to_status, actor, request_id, details)
  values (new.id, new.version, kind, nullif(previous, new.status), case when previous <> new.status then new.status end,
    coalesce(nullif(current_setting('app.actor', true), ''), session_user),
    nullif(current_setting('app.request_id', true), ''),
    jsonb_strip_nulls(jsonb_build_object('gatewayRef', new.gateway_ref, 'capturedMinor', new.captured_minor,
      'refundedMinor', new.refunded_minor, 'failureCode', new.failure_code, 'alarm', new.alarm)));
  if previous <> new.status then
    insert into public.outbox (topic, payload) values ('payment.' || new.status,
      jsonb_build_object('paymentId', new.id, 'orderId', new.order_id, 'version', new.version, 'at', public.app_now()));
  end if;
  return null;
end $$;

create or replace trigger payments_event after insert or update on payments
  for each row execute function record_payment_event();
