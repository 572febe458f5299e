-- At commit: a share's amount and refunds equal the sums over its items.
create or replace function check_allocated() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (
    select from payment_shares s join payment_share_items x using (business_id, payment_id, booking_id)
    where s.business_id = new.business_id and s.payment_id = new.payment_id and s.booking_id = new.booking_id
    group by s.amount_minor, s.refunded_minor
    having sum(x.amount_minor) <> s.amount_minor or sum(x.refunded_minor) <> s.refunded_minor) then
    raise exception 'payment % is not allocated to items as a whole', new.payment_id
      using errcode = 'HF004', constraint = 'share_is_its_items';
  end if;
  return null;
end $$;

alter function check_allocated() owner to holdfast_engine;
alter function check_allocated() set plan_cache_mode = force_generic_plan;
revoke all on function check_allocated() from public;
drop trigger if exists share_is_its_items on payment_shares;
create constraint trigger share_is_its_items after insert or update on payment_shares
  deferrable initially deferred for each row execute function check_allocated();
drop trigger if exists items_are_their_share on payment_share_items;
create constraint trigger items_are_their_share after insert or update on payment_share_items
  deferrable initially deferred for each row execute function check_allocated();
