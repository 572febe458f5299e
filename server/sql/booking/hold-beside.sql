-- For an amendment that waits, takes only the new inventory the booking does not own yet: the rest of a longer time
-- or segment, the additional places and seats. The caller holds the units' locks and has checked that all of it is
-- available.
create or replace function hold_beside(b bookings, amendment uuid, until_at timestamptz, changed uuid[], want wanted)
returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  c wanted_claim;
  n wanted_bucket;
  lacking int;
  one record;
begin
  perform set_config('app.kept_booking', b.id::text, true);
  for c in select * from unnest(want.claims) order by unit_id, seat_no, starts_at loop
    if c.seat_no > 0 then
      insert into claims (business_id, unit_id, seat_no, booking_id, item_id, starts_at, ends_at, expires_at, passenger,
        generation, amendment_id, from_position, to_position, label)
      select c.business_id, c.unit_id, c.seat_no, c.booking_id, c.item_id, c.starts_at, c.ends_at, until_at, c.passenger,
        c.generation, amendment, lower(rest), upper(rest), c.label
      from unnest(int4multirange(int4range(c.from_position, c.to_position)) - coalesce((
        select range_agg(int4range(o.from_position, o.to_position)) from claims o
        where o.business_id = c.business_id and o.booking_id = b.id and o.unit_id = c.unit_id and o.seat_no = c.seat_no
          and o.blocking and o.seat_no > 0), '{}'::int4multirange)) rest;
    else
      insert into claims (business_id, unit_id, booking_id, item_id, starts_at, ends_at, expires_at, generation,
        amendment_id)
      select c.business_id, c.unit_id, c.booking_id, c.item_id, lower(rest), upper(rest), until_at, c.generation, amendment
      from unnest(tstzmultirange(tstzrange(c.starts_at, c.ends_at)) - coalesce((
        select range_agg(tstzrange(o.starts_at, o.ends_at)) from claims o
        where o.business_id = c.business_id and o.booking_id = b.id and o.unit_id = c.unit_id and o.seat_no = 0
          and o.blocking), '{}'::tstzmultirange)) rest;
    end if;
  end loop;
  perform set_config('app.kept_booking', '', true);
  -- The changed items share what they own of a bucket.
  for one in
    select w.pool_id, w.bucket, sum(w.quantity) as wanted from unnest(want.buckets) w group by 1, 2 order by 1, 2
  loop
    select one.wanted - coalesce(sum(p.quantity), 0) into lacking from pool_claims p
    where p.business_id = b.business_id and p.booking_id = b.id and p.item_id = any (changed)
      and p.pool_id = one.pool_id and p.bucket = one.bucket and p.blocking;
    for n in select * from unnest(want.buckets) w where (w.pool_id, w.bucket) = (one.pool_id, one.bucket) loop
      exit when lacking <= 0;
      insert into pool_claims (business_id, pool_id, bucket, booking_id, item_id, quantity, expires_at, generation,
        amendment_id)
      values (n.business_id, n.pool_id, n.bucket, n.booking_id, n.item_id, least(lacking, n.quantity), until_at,
        n.generation, amendment);
      lacking := lacking - n.quantity;
    end loop;
  end loop;
end $$;

alter function hold_beside(bookings, uuid, timestamptz, uuid[], wanted) owner to holdfast_engine;
revoke all on function hold_beside(bookings, uuid, timestamptz, uuid[], wanted) from public;
