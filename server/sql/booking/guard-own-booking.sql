-- Whoever booked for themself acts as its customer, even when they work for the business. They cannot accept, confirm
-- with money from the till, complete, check in, mark as missed, or cancel for the business, their own booking.
create or replace function guard_own_booking() returns trigger set search_path = public, pg_temp language plpgsql as $$
begin
  if new.customer_id is null or current_setting('app.actor', true) is distinct from 'user:' || new.customer_id then
    return new;
  end if;
  if (new.status <> old.status and (
        booking_is_outcome(new.status)
        or (new.status = 'confirmed' and old.status = 'pending')
        or (new.status = 'cancelled' and new.cancelled_by = 'business')))
     or (new.checked_in_at is not null and old.checked_in_at is null)
     or (new.paid_by is distinct from old.paid_by and new.paid_by->>'kind' in ('cash', 'card-terminal', 'transfer')) then
    raise exception 'one''s own booking is moved by another member of its business' using errcode = '42501';
  end if;
  return new;
end $$;

create or replace trigger bookings_own before update on bookings
  for each row execute function guard_own_booking();
