-- A refund reserves its part of the share when it is requested, so that two people who click at once cannot both get
-- it.
create or replace function follow_refund() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    -- Nobody refunds themself on behalf of their business.
    if new.cause = 'business' and exists (
        select from payments p where p.id = new.payment_id and new.requested_by = 'user:' || p.customer_id) then
      raise exception 'one''s own money is given back by another member' using errcode = '42501';
    end if;
    if new.status <> 'requested' then raise exception 'a refund begins as requested' using errcode = 'HF004'; end if;
    perform allocate_refund(new);
    update payment_shares set refunded_minor = refunded_minor + new.amount_minor
    where business_id = new.business_id and payment_id = new.payment_id and booking_id = new.booking_id;
  elsif (new.business_id, new.id, new.payment_id, new.booking_id, new.amount_minor, new.currency, new.cause, new.items,
          new.item_amounts)
        is distinct from
        (old.business_id, old.id, old.payment_id, old.booking_id, old.amount_minor, old.currency, old.cause, old.items,
          old.item_amounts)
        or (old.status <> 'requested' and new.status <> old.status) then
    raise exception 'a refund is settled once' using errcode = 'HF004';
  elsif old.status = 'requested' and new.status = 'failed' then
    update payment_share_items s set refunded_minor = s.refunded_minor - i.amount_minor
    from refund_items i where i.business_id = new.business_id and i.refund_id = new.id and s.business_id = new.business_id
      and s.payment_id = new.payment_id and s.booking_id = new.booking_id and s.item_id = i.item_id;
    update payment_shares set refunded_minor = refunded_minor - new.amount_minor
    where business_id = new.business_id and payment_id = new.payment_id and booking_id = new.booking_id;
  elsif old.status = 'requested' and new.status = 'succeeded' then
    update payments set refunded_minor = refunded_minor + new.amount_minor,
      status = case when refunded_minor + new.amount_minor = captured_minor then 'refunded' else 'partially_refunded' end
    where id = new.payment_id;
  end if;
  if tg_op = 'INSERT' or new.status <> old.status then
    insert into outbox (topic, business_id, payload) values ('refund.' || new.status, new.business_id,
      jsonb_build_object('businessId', new.business_id, 'refundId', new.id, 'paymentId', new.payment_id,
        'bookingId', new.booking_id, 'at', app_now()));
  end if;
  return null;
end $$;

alter function follow_refund() owner to holdfast_engine;
revoke all on function follow_refund() from public;

create or replace trigger refunds_follow after insert or update on refunds for each row execute function follow_refund();
