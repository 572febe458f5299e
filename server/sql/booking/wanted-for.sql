-- What a plan wants, as this booking's own: under each item's next number, until its hold ends.
create or replace function wanted_for(b bookings, want wanted) returns wanted
stable language plpgsql as $$
declare
  mine wanted;
begin
  select array(
      select (b.business_id, b.id, c.item_id, c.unit_id, c.seat_no, c.starts_at, c.ends_at, b.expires_at,
        next_generation(b.business_id, b.id, c.item_id), c.passenger)::wanted_claim from unnest(want.claims) c),
    array(
      select (b.business_id, b.id, p.item_id, p.pick, p.unit_ids, p.how_many, p.starts_at, p.ends_at, b.expires_at,
        next_generation(b.business_id, b.id, p.item_id))::wanted_pick from unnest(want.picks) p),
    array(
      select (b.business_id, b.id, x.item_id, x.pool_id, x.bucket, x.quantity, b.expires_at,
        next_generation(b.business_id, b.id, x.item_id))::wanted_night from unnest(want.nights) x)
  into mine.claims, mine.picks, mine.nights;
  return mine;
end $$;

alter function wanted_for(bookings, wanted) owner to holdfast_engine;
revoke all on function wanted_for(bookings, wanted) from public;
