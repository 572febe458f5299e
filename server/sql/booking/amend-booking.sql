-- Guarantee 9: the new inventory is taken and the old released in this transaction, or nothing changes. If the new
-- must be paid or accepted first, it is held beside the old until then.
-- plan: {amendment: the row, including status and expires_at; booking, items: rows by column name; changed: items
-- that release what they own; wanted; judged: [closing instants of what is new]; confirm: whether a hold with nothing
-- left to pay is confirmed at once}. Returns {items: [{itemId, pick, unitIds}]}.
-- limits: {customer, address}, on unpaid places. Raises HF001 taken, HF002 too many places, HF003 status, HF005,
-- HF006 version, HF007 begun, HF011 another amendment waits.
create or replace function amend_booking(plan jsonb, expected_version int) returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  a amendments := jsonb_populate_record(null::amendments, plan->'amendment');
  b bookings;
  changed uuid[] := array(select jsonb_array_elements_text(plan->'changed')::uuid);
  want wanted;
  picks jsonb;
  closes timestamptz;
  overdue uuid[];
  grows boolean;
begin
  select * into b from bookings x where x.id = a.booking_id;
  perform lock_holder(plan->'limits', b.customer_id, b.client_block);
  b := lock_booking(a.booking_id);
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006',
      detail = jsonb_build_object('version', b.version)::text;
  end if;
  if not booking_blocks(b.status)
     or (b.expires_at is not null and b.expires_at <= app_now()) then
    raise exception 'not movable' using errcode = 'HF003', detail = jsonb_build_object(
      'from', case when b.expires_at <= app_now() then 'expired' else b.status end, 'to', 'amended')::text;
  end if;
  -- Checks that the booking is still what the decision was based on: it is locked only now.
  if b.version <> (plan->>'version')::int then
    raise exception 'changed meanwhile' using errcode = 'HF014';
  end if;
  if exists (select from amendments x where x.business_id = b.business_id and x.booking_id = b.id
             and amendment_waits(x.status) and x.expires_at > app_now()) then
    raise exception 'another amendment waits' using errcode = 'HF011';
  end if;
  for closes in select (jsonb_array_elements_text(plan->'judged'))::timestamptz loop
    perform assert_open(b.business_id, closes);
  end loop;
  want := wanted_for(b, wanted_of(plan->'wanted'));
  -- Ends overdue holds in the way, and whatever was held for an earlier amendment of this booking. Nothing is
  -- released before all of it is locked, units before buckets.
  perform lock_units(want);
  overdue := b.id || overdue_holds(want);
  perform lock_wanted_buckets(b, want, overdue);
  perform expire_bookings(overdue);
  grows := (
    select sum(coalesce(case when i.state = 'removed' then 0 else i.quantity end, 0) - coalesce(x.quantity, 0)) > 0
    from jsonb_populate_recordset(null::booking_items, plan->'items') i
    left join booking_items x on x.business_id = b.business_id and x.booking_id = b.id and x.id = i.id);
  insert into amendments (business_id, id, booking_id, order_id, status, made_by, actor, request_id, reason, overridden,
    currency, price_before_minor, price_after_minor, due_now_minor, goes_back_minor, fee_minor, fee_floor_minor, fee_reason,
    acceptance, items, plan, expires_at, places)
  values (b.business_id, a.id, b.id, b.order_id, a.status, a.made_by,
    coalesce(nullif(current_setting('app.actor', true), ''), session_user),
    nullif(current_setting('app.request_id', true), ''), coalesce(a.reason, ''), coalesce(a.overridden, '{}'), b.currency,
    a.price_before_minor, a.price_after_minor, a.due_now_minor, a.goes_back_minor, a.fee_minor, a.fee_floor_minor,
    a.fee_reason, a.acceptance, a.items, '{}', a.expires_at, (
      select coalesce(sum(i.quantity), 0) from jsonb_populate_recordset(null::booking_items, plan->'items') i
      where i.state is distinct from 'removed'));
  perform propose_items(b, plan);
  if a.status = 'applied' then
    picks := swap_inventory(b, changed, null, want, plan->'items');
    b := write_amended(b, plan, a.id);
    -- Its trip may have been retimed since the decision.
    perform follow_times(b);
    select * into b from bookings where business_id = b.business_id and id = b.id;
    if (plan->>'confirm')::boolean and b.status = 'reserved' and not exists (
      select from bookings x where x.order_id = b.order_id and x.status = 'reserved' and x.expires_at > app_now()
        and x.due_minor > 0) then
      -- The expiry of a hold does not apply to a booking that waits for the business.
      update bookings set status = case when b.acceptance = 'manual' then 'pending' else 'confirmed' end, expires_at = null
      where business_id = b.business_id and id = b.id returning * into b;
    end if;
  else
    -- Tries the swap to see that it is possible and which units are picked; then takes only the difference.
    begin
      picks := swap_inventory(b, changed, null, want, plan->'items');
      raise exception 'only tried' using errcode = 'HF012';
    exception when sqlstate 'HF012' then null;
    end;
    want := with_picks(want, picks);
    perform hold_beside(b, a.id, a.expires_at, changed, want);
    perform note_event(b.id, 'amendment_proposed', jsonb_build_object('amendmentId', a.id));
    update bookings set updated_at = app_now() where business_id = b.business_id and id = b.id;
    perform note_event(null, null, null);
  end if;
  update amendments set items = with_picked_units(a.items, picks), plan = jsonb_build_object('booking', amend_booking.plan->'booking', 'items', amend_booking.plan->'items',
      'changed', amend_booking.plan->'changed', 'wanted', to_jsonb(want))
  where business_id = b.business_id and id = a.id;
  if grows or a.status <> 'applied' then
    perform assert_places(amend_booking.plan->'limits', b.customer_id, b.client_block);
  end if;
  return jsonb_build_object('items', picks, 'status', b.status);
end $$;

alter function amend_booking(jsonb, integer) owner to holdfast_engine;
alter function amend_booking(jsonb, integer)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function amend_booking(jsonb, integer) from public;
grant execute on function amend_booking(jsonb, integer) to holdfast_app;
