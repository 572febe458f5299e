-- Guarantee 8, at commit: a confirmed booking has been paid no less than was due first, and no more than it costs,
-- whether it was just confirmed, paid or made cheaper. Payers are checked one at a time: the second sees what the
-- first has paid. Bookings with nothing due (most of them) are not checked when they are made.
create or replace function assert_booking_paid(business uuid, booking uuid, first boolean) returns void
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings;
  paid record;
begin
  select * into b from bookings x where x.business_id = business and x.id = booking for no key update;
  if not booking_is_sold(b.status) then return; end if;
  select * into paid from booking_money(business, booking);
  if first and b.status <> 'completed' and paid.counted < b.due_minor then
    raise exception 'booking % has % of the % that are due first', b.id, paid.counted, b.due_minor
      using errcode = '23514', constraint = 'booking_paid_first', table = 'bookings';
  end if;
  if paid.standing > b.total_minor + b.fee_minor then
    raise exception 'booking % costs % and % is paid for it', b.id, b.total_minor + b.fee_minor, paid.standing
      using errcode = '23514', constraint = 'booking_paid_no_more_than_it_costs', table = 'bookings';
  end if;
end $$;

alter function assert_booking_paid(uuid,uuid,boolean) owner to holdfast_engine;
alter function assert_booking_paid(uuid,uuid,boolean)
  set plan_cache_mode = force_generic_plan;
revoke all on function assert_booking_paid(uuid,uuid,boolean) from public;

create or replace function check_booking_paid() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform assert_booking_paid(new.business_id, new.id, tg_argv[0] = 'first');
  return null;
end $$;

alter function check_booking_paid() owner to holdfast_engine;
revoke all on function check_booking_paid() from public;

drop trigger if exists booking_paid_first on bookings;
create constraint trigger booking_paid_first after insert or update of status on bookings
  deferrable initially deferred for each row
  when (new.due_minor > 0 and booking_stands(new.status)) execute function check_booking_paid('first');

drop trigger if exists booking_paid_no_more_than_it_costs on bookings;
create constraint trigger booking_paid_no_more_than_it_costs after update of total_minor on bookings
  deferrable initially deferred for each row
  when (new.total_minor < old.total_minor) execute function check_booking_paid('cheaper');

create or replace function check_share_paid() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  -- A payment that has only begun is checked when its money arrives.
  perform assert_booking_paid(new.business_id, new.booking_id, false) from payments p
  where p.id = new.payment_id and (payment_is_taken(p.status) or p.status = 'voided');
  return null;
end $$;

alter function check_share_paid() owner to holdfast_engine;
revoke all on function check_share_paid() from public;

drop trigger if exists share_within_price on payment_shares;
create constraint trigger share_within_price after insert on payment_shares
  deferrable initially deferred for each row execute function check_share_paid();

create or replace function check_payment_paid() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform assert_booking_paid(s.business_id, s.booking_id, false) from payment_shares s where s.payment_id = new.id
  order by s.business_id, s.booking_id;
  return null;
end $$;

alter function check_payment_paid() owner to holdfast_engine;
revoke all on function check_payment_paid() from public;

drop trigger if exists payment_within_price on payments;
create constraint trigger payment_within_price after update of status on payments
  deferrable initially deferred for each row
  when (new.status is distinct from old.status and new.status = 'paid')
  execute function check_payment_paid();
