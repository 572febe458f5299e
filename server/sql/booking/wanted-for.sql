-- The inventory a plan wants, as this booking's own: under each item's next number, until its hold ends.
create or replace function wanted_for(b bookings, want wanted) returns wanted
stable set search_path = public, pg_temp language plpgsql as $$
declare
  mine wanted := want;
  c wanted_claim;
  p wanted_pick;
  n wanted_bucket;
begin
  mine.claims := '{}';
  foreach c in array want.claims loop
    c.business_id := b.business_id;
    c.booking_id := b.id;
    c.expires_at := b.expires_at;
    c.generation := next_generation(b.business_id, b.id, c.item_id);
    mine.claims := mine.claims || c;
  end loop;
  mine.picks := '{}';
  foreach p in array want.picks loop
    p.business_id := b.business_id;
    p.booking_id := b.id;
    p.expires_at := b.expires_at;
    p.generation := next_generation(b.business_id, b.id, p.item_id);
    mine.picks := mine.picks || p;
  end loop;
  mine.buckets := '{}';
  foreach n in array want.buckets loop
    n.business_id := b.business_id;
    n.booking_id := b.id;
    n.expires_at := b.expires_at;
    n.generation := next_generation(b.business_id, b.id, n.item_id);
    mine.buckets := mine.buckets || n;
  end loop;
  return mine;
end $$;

alter function wanted_for(bookings, wanted) owner to holdfast_engine;
revoke all on function wanted_for(bookings, wanted) from public;
