-- For late money: takes the inventory of an expired hold again in this transaction, or raises HF001. Raises HF005
-- when it no longer matches what was agreed: today's catalogue does not offer it, or a trip leaves more than half an
-- hour off the time it was sold with.
create or replace function reclaim_booking(booking uuid, why text, paid jsonb) returns bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking(booking);
  again wanted;
  i booking_items;
begin
  if b.status <> 'expired' and not coalesce(booking_is_overdue(b.status, b.expires_at, app_now()), false) then
    raise exception 'not expired' using errcode = 'HF003',
      detail = jsonb_build_object('from', b.status, 'to', 'confirmed')::text;
  end if;
  -- A booking that was not accepted in time cannot be revived by money.
  if b.pending_at is not null then
    raise exception 'not accepted in time' using errcode = 'HF003', detail = '{"from":"expired","to":"confirmed"}';
  end if;
  -- Judged as a new order is: late money buys only what is still on sale.
  for i in select * from booking_items x where x.business_id = b.business_id and x.booking_id = b.id and x.state = 'active' loop
    perform assert_open(b.business_id, coalesce(i.sale_ends_at, i.starts_at));
  end loop;
  select array(
      select (c.business_id, c.booking_id, c.item_id, c.unit_id, c.seat_no, c.starts_at, c.ends_at, null,
        next_generation(c.business_id, c.booking_id, c.item_id), c.passenger, c.from_position, c.to_position,
        c.label)::wanted_claim
      from claims c join booking_items x using (business_id, booking_id)
      where x.id = c.item_id and x.state = 'active' and c.amendment_id is null and c.business_id = b.business_id and c.booking_id = b.id
        and c.generation = last_generation(c.business_id, c.booking_id, c.item_id)),
    '{}',
    array(
      select (p.business_id, p.booking_id, p.item_id, p.pool_id, p.bucket, p.quantity, null,
        next_generation(p.business_id, p.booking_id, p.item_id))::wanted_bucket
      from pool_claims p join booking_items x using (business_id, booking_id)
      where x.id = p.item_id and x.state = 'active' and p.amendment_id is null and p.business_id = b.business_id and p.booking_id = b.id
        and p.generation = last_generation(p.business_id, p.booking_id, p.item_id))
  into again.claims, again.picks, again.buckets;
  -- Units before buckets, as everywhere: recording the expiry releases its buckets.
  perform lock_units(again);
  update bookings set status = 'expired'
  where business_id = b.business_id and id = b.id and status <> 'expired';
  perform expire_bookings(overdue_holds(again));
  again := as_timed_now(again);
  perform take_inventory(again);
  perform assert_offered(again, (select jsonb_agg(to_jsonb(x)) from booking_items x
    where x.business_id = b.business_id and x.booking_id = b.id and x.state = 'active'), '{}');
  perform set_config('app.reason', coalesce(why, ''), true);
  update bookings set status = 'confirmed', paid_by = coalesce(paid, paid_by)
  where business_id = b.business_id and id = b.id returning * into b;
  perform set_config('app.reason', '', true);
  perform follow_times(b);
  select * into b from bookings where business_id = b.business_id and id = b.id;
  return b;
end $$;

alter function reclaim_booking(uuid,text,jsonb) owner to holdfast_engine;
alter function reclaim_booking(uuid,text,jsonb)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function reclaim_booking(uuid,text,jsonb) from public;
grant execute on function reclaim_booking(uuid,text,jsonb) to holdfast_app;
