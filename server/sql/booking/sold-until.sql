-- Until when all of a booking is still sold; no hold outlasts it.
create or replace function sold_until(b bookings) returns timestamptz stable language sql as $$
  select min(coalesce(i.sale_ends_at, i.starts_at)) from public.booking_items i
  where i.business_id = b.business_id and i.booking_id = b.id and i.state = 'active'
$$;
