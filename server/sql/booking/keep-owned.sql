-- Of what a booking wants, what it owns already is kept: not released, not taken again, not judged. It gets the
-- number of the new claims. Returns the rest.
create or replace function keep_owned(b bookings, want wanted) returns wanted
set search_path = public, pg_temp language plpgsql as $$
declare
  rest wanted := want;
  c wanted_claim;
  n wanted_bucket;
begin
  rest.claims := '{}';
  foreach c in array want.claims loop
    update claims o set generation = c.generation
    where o.business_id = b.business_id and o.booking_id = b.id and o.item_id = c.item_id and o.blocking
      and o.amendment_id is null and o.unit_id = c.unit_id and o.seat_no = c.seat_no
      and case when c.seat_no > 0
        then (o.from_position, o.to_position, o.label) = (c.from_position, c.to_position, c.label)
        else (o.starts_at, o.ends_at) = (c.starts_at, c.ends_at) end
      and o.passenger is not distinct from c.passenger;
    if not found then rest.claims := rest.claims || c; end if;
  end loop;
  rest.buckets := '{}';
  foreach n in array want.buckets loop
    update pool_claims o set generation = n.generation
    where o.business_id = b.business_id and o.booking_id = b.id and o.item_id = n.item_id and o.blocking
      and o.amendment_id is null and o.pool_id = n.pool_id and o.bucket = n.bucket and o.quantity = n.quantity;
    if not found then rest.buckets := rest.buckets || n; end if;
  end loop;
  return rest;
end $$;

alter function keep_owned(bookings, wanted) owner to holdfast_engine;
revoke all on function keep_owned(bookings, wanted) from public;
