-- An amendment moves along its table of moves; each move is stamped and published; its content never changes. Only
-- the picked units and its expiry are written after it was made.
create or replace function guard_amendment() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  old_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if tg_op = 'UPDATE' then
    if (to_jsonb(new) - array['status', 'plan', 'items', 'expires_at', 'version', 'updated_at', 'awaiting_payment_at',
          'awaiting_acceptance_at', 'applied_at', 'declined_at', 'expired_at', 'withdrawn_at'])
       is distinct from (to_jsonb(old) - array['status', 'plan', 'items', 'expires_at', 'version', 'updated_at',
          'awaiting_payment_at', 'awaiting_acceptance_at', 'applied_at', 'declined_at', 'expired_at', 'withdrawn_at']) then
      raise exception 'what an amendment says never changes' using errcode = 'HF004';
    end if;
    new.version := old.version + 1;
    new.updated_at := app_now();
    if new.status = old.status then return new; end if;
  end if;
  if not exists (select from amendment_moves m where m.from_status = old_status and m.to_status = new.status) then
    raise exception 'an amendment cannot go from % to %', old_status, new.status
      using errcode = 'HF003', detail = jsonb_build_object('from', old_status, 'to', new.status)::text;
  end if;
  case new.status
    when 'awaitingPayment' then new.awaiting_payment_at := app_now();
    when 'awaitingAcceptance' then new.awaiting_acceptance_at := app_now();
    when 'applied' then new.applied_at := app_now();
    when 'declined' then new.declined_at := app_now();
    when 'expired' then new.expired_at := app_now();
    when 'withdrawn' then new.withdrawn_at := app_now();
  end case;
  insert into outbox (topic, business_id, payload)
  values ('amendment.' || new.status, new.business_id,
    jsonb_build_object('businessId', new.business_id, 'bookingId', new.booking_id, 'orderId', new.order_id,
      'amendmentId', new.id, 'at', app_now()));
  return new;
end $$;

create or replace trigger amendments_move before insert or update on amendments
  for each row execute function guard_amendment();
create or replace trigger amendments_stay before delete on amendments
  for each row execute function refuse_delete();
