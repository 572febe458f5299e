-- Until when a booking waits to be accepted: as long as agreed, at most until it begins. Rooms requested after
-- check-in time wait until they are no longer sold.
create or replace function pending_until(b bookings) returns timestamptz stable set search_path = public, pg_temp language plpgsql as $$
begin
  return least(
    b.pending_at + b.accept_within_minutes * interval '1 minute',
    case when b.pending_at < b.starts_at then b.starts_at else public.sold_until(b) end);
end $$;
