-- Guarantee 9: the new time is taken and the old one given back in this transaction, or nothing changes.
-- plan: {booking, items: rows by their columns' names, wanted}. Raises HF001, HF003, HF005, HF006.
create or replace function reschedule_booking(plan jsonb, expected_version int) returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  n bookings := jsonb_populate_record(null::bookings, plan->'booking');
  b bookings := lock_booking(n.id);
  want wanted := jsonb_populate_record(null::wanted, plan->'wanted');
  i booking_items;
  picks jsonb;
begin
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006',
      detail = jsonb_build_object('version', b.version)::text;
  end if;
  if b.status not in ('reserved', 'pending', 'confirmed')
     or (b.expires_at is not null and b.expires_at <= app_now()) then
    raise exception 'not movable' using errcode = 'HF003', detail = jsonb_build_object(
      'from', case when b.expires_at <= app_now() then 'expired' else b.status end, 'to', 'rescheduled')::text;
  end if;
  -- Only this booking's, until its own hold ends, and each item under its next number.
  select array(
      select (b.business_id, b.id, c.item_id, c.unit_id, c.seat_no, c.starts_at, c.ends_at, b.expires_at,
        1 + last_generation(b.business_id, b.id, c.item_id), c.passenger)::wanted_claim from unnest(want.claims) c),
    array(
      select (b.business_id, b.id, p.item_id, p.pick, p.unit_ids, p.how_many, p.starts_at, p.ends_at, b.expires_at,
        1 + last_generation(b.business_id, b.id, p.item_id))::wanted_pick from unnest(want.picks) p),
    array(
      select (b.business_id, b.id, x.item_id, x.pool_id, x.bucket, x.quantity, b.expires_at,
        1 + last_generation(b.business_id, b.id, x.item_id))::wanted_night from unnest(want.nights) x)
  into want.claims, want.picks, want.nights;
  for i in select * from jsonb_populate_recordset(null::booking_items, plan->'items') loop
    update booking_items x set offering_id = i.offering_id, starts_at = i.starts_at, ends_at = i.ends_at,
      quantity = i.quantity, claims_needed = i.claims_needed, pool_needed = i.pool_needed,
      price_minor = i.price_minor, details = i.details
    where x.business_id = b.business_id and x.booking_id = b.id and x.id = i.id;
  end loop;
  -- Overdue holds that stand in the way go first; this booking's own lock is held, as theirs would be.
  perform expire_bookings(overdue_holds(want));
  -- The old is released first, so that the new range may overlap it; both become visible together.
  -- Units before buckets, as everywhere.
  perform lock_units(want, true);
  update claims set blocking = false where business_id = b.business_id and booking_id = b.id and blocking;
  perform take_claims(want);
  picks := take_picks(want, true);
  perform lock_nights(b, want);
  update pool_claims set blocking = false where business_id = b.business_id and booking_id = b.id and blocking;
  perform take_nights(want);
  perform set_config('app.rescheduled', b.id::text, true);
  update bookings set starts_at = n.starts_at, ends_at = n.ends_at, total_minor = n.total_minor, due_minor = n.due_minor
  where business_id = b.business_id and id = b.id;
  perform set_config('app.rescheduled', '', true);
  return picks;
end $$;

alter function reschedule_booking(jsonb,integer) owner to holdfast_engine;
alter function reschedule_booking(jsonb,integer)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function reschedule_booking(jsonb,integer) from public;
grant execute on function reschedule_booking(jsonb,integer) to holdfast_app;
