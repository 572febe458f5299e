-- A number is proved when the customer of the booking signed in with it; any other was only typed. An unproved number
-- gets at most 5 messages for one booking, and at most 10 in any 24 hours, whatever they are about. Messages beyond
-- that are stored as suppressed. Serialised per number.
create or replace function limit_unproved() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if new.suppressed_at is not null or new.sent_at is not null then return new; end if;
  new.proved := exists (
    select from bookings b join users u on u.id = b.customer_id
    where b.business_id = new.business_id and b.id = new.booking_id and u.phone = new.recipient);
  if new.proved then return new; end if;
  perform pg_advisory_xact_lock(hashtextextended('recipient:' || new.recipient, 13));
  -- As a filter, so that a plan made while the table is small does not walk the index of numbers, which has the same
  -- condition, for every message ever after.
  if (select count(*) filter (where m.cancelled_at is null and m.suppressed_at is null) from messages m
      where m.business_id = new.business_id and m.booking_id = new.booking_id and m.id <> new.id) >= 5 then
    new.suppressed_why := 'per-booking';
  elsif (select count(*) from messages m
         where m.recipient = new.recipient and m.id <> new.id and m.cancelled_at is null and m.suppressed_at is null
           and m.send_at >= new.send_at - interval '24 hours' and m.send_at <= new.send_at + interval '24 hours') >= 10 then
    new.suppressed_why := 'per-recipient';
  end if;
  if new.suppressed_why is not null then new.suppressed_at := app_now(); end if;
  return new;
end $$;

alter function limit_unproved() owner to holdfast_engine;
alter function limit_unproved() set plan_cache_mode = force_generic_plan;
revoke all on function limit_unproved() from public;

drop trigger if exists messages_limit_unproved on messages;
create trigger messages_limit_unproved before insert or update of cancelled_at, send_at, recipient on messages
  for each row when (new.cancelled_at is null) execute function limit_unproved();
