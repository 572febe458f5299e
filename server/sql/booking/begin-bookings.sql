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
  -- offset 0: each order is looked up by its id, even where the planner believes that there are few.
  with made as materialized (
    select a.*, o.placed_by, o.placed_from, o.request_id from added a cross join lateral (
      select x.placed_by, x.placed_from, x.request_id from orders x where x.id = a.order_id offset 0) o
  ), begun as (
    insert into booking_events (business_id, booking_id, type, from_status, to_status, at, actor, request_id, details, seq)
    select m.business_id, m.id, m.status, 'new', m.status, m.created_at, coalesce(m.placed_by, session_user), m.request_id,
      jsonb_strip_nulls(jsonb_build_object('version', m.version, 'start', m.starts_at, 'end', m.ends_at,
        'expiresAt', m.expires_at, 'paidBy', shown_paid_by(m.paid_by, m.currency))),
      m.version
    from made m
  ), audited as (
    insert into audit_log (business_id, id, actor, action, subject_kind, subject_id, request_id, ip, before, after)
    select m.business_id, gen_random_uuid(), m.placed_by, 'booking.' || m.status, 'booking', m.id, m.request_id, m.placed_from,
      '{"status": "new"}', jsonb_build_object('status', m.status, 'version', m.version)
    from made m where is_audited(m.placed_by, m.customer_id)
  )
  insert into outbox (topic, business_id, payload)
  select 'booking.' || m.status, m.business_id, jsonb_build_object('businessId', m.business_id, 'bookingId', m.id,
    'orderId', m.order_id, 'version', m.version, 'at', m.created_at)
  from made m;
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
