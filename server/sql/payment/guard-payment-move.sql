create or replace function guard_payment_move() returns trigger set search_path = public, pg_temp language plpgsql as $$
declare
  old_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if tg_op = 'UPDATE' then
    if (new.id, new.order_id, new.customer_id, new.purpose, new.gateway, new.currency, new.amount_minor, new.capture,
        new.duplicate_of, new.amendment_id, coalesce(old.gateway_charge, new.gateway_charge))
       is distinct from
       (old.id, old.order_id, old.customer_id, old.purpose, old.gateway, old.currency, old.amount_minor, old.capture,
        old.duplicate_of, old.amendment_id, new.gateway_charge) then
      raise exception 'what a payment is for never changes' using errcode = 'HF004';
    end if;
    new.version := old.version + 1;
    new.updated_at := public.app_now();
    if takes_cards(new.gateway) and new.refunded_minor <> old.refunded_minor then
      new.compare_at := public.app_now() + interval '1 hour';
    end if;
    if new.status = old.status then return new; end if;
  end if;
  if not exists (select from public.payment_moves m where m.from_status = old_status and m.to_status = new.status) then
    raise exception 'a payment cannot go from % to %', old_status, new.status
      using errcode = 'HF003', detail = jsonb_build_object('from', old_status, 'to', new.status)::text;
  end if;
  if takes_cards(new.gateway) and new.status in ('paid', 'voided') then
    new.compare_at := public.app_now() + interval '1 hour';
  end if;
  case new.status
    when 'initiated' then new.initiated_at := public.app_now();
    when 'authorized' then new.authorized_at := public.app_now();
    when 'paid' then new.paid_at := public.app_now();
    when 'failed' then new.failed_at := public.app_now();
    when 'voided' then new.voided_at := public.app_now();
    when 'partially_refunded' then new.partially_refunded_at := public.app_now();
    when 'refunded' then new.refunded_at := public.app_now();
  end case;
  return new;
end $$;

create or replace trigger payments_move before insert or update on payments
  for each row execute function guard_payment_move();
