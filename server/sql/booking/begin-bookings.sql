-- Guarantee 6 for new bookings, all of one statement together: each begins in a status that a booking may begin in,
-- stamped with the time it was made; its first event, its audit row and the outbox row that publishes it are appended.
-- Its order says who placed it. Raises HF003, HF008.
create or replace function begin_bookings() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b record;
begin
  for b in
    select a.id, a.status, is_first from added a cross join lateral (
      select exists (select from booking_moves m where m.from_status = 'new' and m.to_status = a.status) as is_first) f
    where not is_first or a.version <> 1 or (a.reserved_at, a.pending_at, a.confirmed_at, a.completed_at, a.no_show_at, a.cancelled_at,
        a.expired_at, a.checked_in_at) is distinct from (
        case when a.status = 'reserved' then a.created_at end, case when a.status = 'pending' then a.created_at end,
        case when a.status = 'confirmed' then a.created_at end, null::timestamptz, null::timestamptz, null::timestamptz,
        null::timestamptz, null::timestamptz)
  loop
    if not b.is_first then
      raise exception 'a booking cannot go from new to %', b.status
        using errcode = 'HF003', detail = jsonb_build_object('from', 'new', 'to', b.status)::text;
    end if;
    raise exception 'booking % is not stamped with the time it was made', b.id
      using errcode = 'HF008', constraint = 'booking_begins_now';
  end loop;
  insert into booking_events (business_id, booking_id, type, from_status, to_status, at, actor, request_id,
    details, seq)
  select a.business_id, a.id, a.status, 'new', a.status, a.created_at,
    coalesce(o.placed_by, session_user),
    o.request_id,
    jsonb_strip_nulls(jsonb_build_object('version', a.version, 'start', a.starts_at, 'end', a.ends_at,
      'expiresAt', a.expires_at, 'paidBy', shown_paid_by(a.paid_by, a.currency))),
    a.version
  from added a join orders o on o.id = a.order_id;
  insert into audit_log (business_id, id, actor, action, subject_kind, subject_id, request_id, ip, before, after)
  select a.business_id, gen_random_uuid(), o.placed_by, 'booking.' || a.status, 'booking', a.id, o.request_id, o.placed_from,
    '{"status": "new"}', jsonb_build_object('status', a.status, 'version', a.version)
  from added a join orders o on o.id = a.order_id
  where is_audited(o.placed_by, a.customer_id);
  insert into outbox (topic, business_id, payload)
  select 'booking.' || a.status, a.business_id, jsonb_build_object('businessId', a.business_id, 'bookingId', a.id,
    'orderId', a.order_id, 'version', a.version, 'at', a.created_at)
  from added a;
  return null;
end $$;

alter function begin_bookings() owner to holdfast_engine;
alter function begin_bookings()
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set plan_cache_mode = force_generic_plan;
revoke all on function begin_bookings() from public;
grant execute on function begin_bookings() to holdfast_app;

create or replace trigger bookings_begin after insert on bookings referencing new table as added
  for each statement execute function begin_bookings();
