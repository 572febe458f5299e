-- Why: the guarantees that no code path, script or second server may break: status moves only along
-- the table, every move is stamped and leaves a chained event, inventory follows status, and a booking
-- that blocks owns exactly what it says. Locks: triggers on new tables only.

-- Guarantee 6, first half: refuse any other move, stamp the allowed one, bump the version.
create function guard_booking_move() returns trigger language plpgsql as $$
declare
  old_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if tg_op = 'UPDATE' then
    if (new.business_id, new.id, new.order_id, new.reference, new.created_at)
       is distinct from (old.business_id, old.id, old.order_id, old.reference, old.created_at) then
      raise exception 'a booking''s identity never changes' using errcode = 'HF004';
    end if;
    new.version := old.version + 1;
    new.updated_at := app_now();
    if new.status = old.status then return new; end if;
  end if;
  if not exists (select 1 from booking_moves m
                 where m.from_status = old_status and m.to_status = new.status) then
    raise exception 'a booking cannot go from % to %', old_status, new.status
      using errcode = 'HF003',
            detail = jsonb_build_object('from', old_status, 'to', new.status)::text;
  end if;
  case new.status
    when 'reserved' then new.reserved_at := app_now();
    when 'pending' then new.pending_at := app_now();
    when 'confirmed' then new.confirmed_at := app_now(); new.expires_at := null;
    when 'completed' then new.completed_at := app_now();
    when 'no_show' then new.no_show_at := app_now();
    when 'cancelled' then new.cancelled_at := app_now();
    when 'expired' then new.expired_at := app_now();
  end case;
  return new;
end $$;
create trigger bookings_move before insert or update on bookings
  for each row execute function guard_booking_move();

create function refuse_delete() returns trigger language plpgsql as $$
begin
  raise exception '% rows are never deleted', tg_table_name using errcode = 'HF004';
end $$;
create trigger bookings_stay before delete on bookings
  for each row execute function refuse_delete();

-- The chain: each event carries the hash of the one before it for that booking.
create function booking_event_hash(e booking_events) returns text stable language sql as $$
  select encode(sha256(convert_to(concat_ws('|', e.prev_hash, e.business_id, e.booking_id, e.seq, e.type,
    coalesce(e.from_status, ''), coalesce(e.to_status, ''),
    to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    e.actor, coalesce(e.request_id, ''), coalesce(e.reason, ''), e.details::text), 'UTF8')), 'hex')
$$;

-- seq is the booking's version: every change makes exactly one event, so the chain has no gap to hide in.
create function chain_booking_event() returns trigger language plpgsql as $$
begin
  new.prev_hash := '';
  if new.seq > 1 then
    select e.hash into strict new.prev_hash from booking_events e
    where e.business_id = new.business_id and e.booking_id = new.booking_id and e.seq = new.seq - 1;
  end if;
  new.hash := booking_event_hash(new);
  return new;
end $$;
create trigger booking_events_chain before insert on booking_events
  for each row execute function chain_booking_event();

-- Guarantee 6, second half: every move appends its event and the outbox row that tells the world.
create function record_booking_event() returns trigger language plpgsql as $$
declare
  kind text;
  previous text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if tg_op = 'INSERT' or new.status <> old.status then kind := new.status;
  elsif new.checked_in_at is distinct from old.checked_in_at then kind := 'checked_in';
  elsif new.starts_at <> old.starts_at or new.ends_at <> old.ends_at
        or nullif(current_setting('app.rescheduled', true), '') = new.id::text then kind := 'rescheduled';
  elsif new.expires_at is distinct from old.expires_at then kind := 'extended';
  elsif new.paid_by is distinct from old.paid_by then kind := 'payment_returned';
  else kind := 'edited';
  end if;
  insert into booking_events (business_id, booking_id, type, from_status, to_status, at, actor,
                              request_id, reason, details, seq, prev_hash, hash)
  values (new.business_id, new.id, kind,
          case when previous <> new.status then previous end,
          case when previous <> new.status then new.status end,
          app_now(), coalesce(nullif(current_setting('app.actor', true), ''), session_user),
          nullif(current_setting('app.request_id', true), ''),
          nullif(current_setting('app.reason', true), ''),
          jsonb_strip_nulls(jsonb_build_object('version', new.version, 'startsAt', new.starts_at,
            'endsAt', new.ends_at, 'expiresAt', new.expires_at, 'paidBy',
            case when tg_op = 'INSERT' or new.paid_by is distinct from old.paid_by then new.paid_by end)),
          new.version, '', '');
  insert into outbox (topic, business_id, payload)
  values ('booking.' || kind, new.business_id,
          jsonb_build_object('businessId', new.business_id, 'bookingId', new.id, 'orderId', new.order_id,
                             'version', new.version, 'at', app_now()));
  return null;
end $$;
create trigger bookings_event after insert or update on bookings
  for each row execute function record_booking_event();

-- Inventory follows status and expiry, whoever changes them. Buckets are locked in one order before any
-- is changed: an update alone would take them in whatever order the plan reads them.
create function follow_booking() returns trigger language plpgsql as $$
begin
  if old.status in ('reserved', 'pending', 'confirmed')
     and new.status not in ('reserved', 'pending', 'confirmed') then
    update claims set blocking = false
    where business_id = new.business_id and booking_id = new.id and blocking;
    perform 1 from pool_buckets b
    where b.business_id = new.business_id and exists (
      select 1 from pool_claims c where c.business_id = new.business_id and c.booking_id = new.id
        and c.blocking and c.pool_id = b.pool_id and c.bucket = b.bucket)
    order by b.pool_id, b.bucket for no key update;
    update pool_claims set blocking = false
    where business_id = new.business_id and booking_id = new.id and blocking;
  elsif new.expires_at is distinct from old.expires_at then
    update claims set expires_at = new.expires_at
    where business_id = new.business_id and booking_id = new.id and blocking;
    update pool_claims set expires_at = new.expires_at
    where business_id = new.business_id and booking_id = new.id and blocking;
  end if;
  return null;
end $$;
create trigger bookings_inventory after update on bookings
  for each row execute function follow_booking();

-- The count in a bucket is moved by the rows that justify it and by nothing else.
create function follow_pool_claim() returns trigger language plpgsql as $$
declare
  change int := 0;
begin
  if tg_op = 'INSERT' then
    if new.blocking then change := new.quantity; end if;
  elsif tg_op = 'UPDATE' then
    if (new.business_id, new.pool_id, new.bucket, new.quantity, new.item_id)
       is distinct from (old.business_id, old.pool_id, old.bucket, old.quantity, old.item_id)
       or (new.blocking and not old.blocking) then
      raise exception 'a pool claim is only ever released' using errcode = 'HF004';
    end if;
    if old.blocking and not new.blocking then change := -old.quantity; end if;
  else
    raise exception 'a pool claim is never deleted' using errcode = 'HF004';
  end if;
  if change > 0 then
    insert into pool_buckets (business_id, pool_id, bucket, capacity, taken)
    select new.business_id, new.pool_id, new.bucket, r.rooms, 0 from room_types r
    where r.business_id = new.business_id and r.id = new.pool_id
    on conflict do nothing;
  end if;
  if change <> 0 then
    update pool_buckets set taken = taken + change
    where business_id = new.business_id and pool_id = new.pool_id and bucket = new.bucket;
  end if;
  return null;
end $$;
create trigger pool_claims_count after insert or update or delete on pool_claims
  for each row execute function follow_pool_claim();

-- A claim is made once and released once; what it covers never changes.
create function guard_claim() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a claim is never deleted' using errcode = 'HF004';
  end if;
  if (new.business_id, new.id, new.unit_id, new.seat_no, new.booking_id, new.item_id, new.starts_at, new.ends_at, new.generation)
     is distinct from
     (old.business_id, old.id, old.unit_id, old.seat_no, old.booking_id, old.item_id, old.starts_at, old.ends_at, old.generation)
     or (new.blocking and not old.blocking) then
    raise exception 'a claim is only ever released' using errcode = 'HF004';
  end if;
  return new;
end $$;
create trigger claims_guard before update or delete on claims
  for each row execute function guard_claim();

-- Guarantees 3 and 5, at commit: a booking that blocks owns all that its items need, and one that does
-- not block owns nothing. Deferred, because within a transaction the rows arrive one after another.
create function check_booking_owns() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b record;
begin
  select * into b from bookings where business_id = new.business_id and id = new.id;
  if b.status in ('reserved', 'pending', 'confirmed') then
    if not exists (select 1 from booking_items where business_id = b.business_id and booking_id = b.id)
       or exists (
      select 1 from booking_items i
      where i.business_id = b.business_id and i.booking_id = b.id and (
        i.claims_needed <> (select count(*) from claims c where c.business_id = i.business_id
          and c.booking_id = i.booking_id and c.item_id = i.id and c.blocking)
        or i.pool_needed <> (select coalesce(sum(p.quantity), 0) from pool_claims p
          where p.business_id = i.business_id and p.booking_id = i.booking_id and p.item_id = i.id and p.blocking)))
    then
      raise exception 'booking % is % without owning all its claims', b.id, b.status
        using errcode = 'HF008', constraint = 'booking_owns_its_claims';
    end if;
  elsif exists (select 1 from claims where business_id = b.business_id and booking_id = b.id and blocking)
     or exists (select 1 from pool_claims where business_id = b.business_id and booking_id = b.id and blocking) then
    raise exception 'booking % is % and still blocks', b.id, b.status
      using errcode = 'HF008', constraint = 'booking_owns_its_claims';
  end if;
  return null;
end $$;
create constraint trigger booking_owns_its_claims after insert or update on bookings
  deferrable initially deferred for each row execute function check_booking_owns();

-- A business is bookable only in status 'approved': its own moves, stamped like a booking's.
create function guard_business_move() returns trigger language plpgsql as $$
begin
  if new.id <> old.id or new.kind <> old.kind or new.created_at <> old.created_at then
    raise exception 'a business''s identity and kind never change' using errcode = 'HF004';
  end if;
  if new.status = old.status then return new; end if;
  if (old.status, new.status) not in (
    ('draft', 'submitted'), ('submitted', 'approved'), ('submitted', 'rejected'),
    ('rejected', 'submitted'), ('approved', 'suspended'), ('suspended', 'approved')) then
    raise exception 'a business cannot go from % to %', old.status, new.status
      using errcode = 'HF003', detail = jsonb_build_object('from', old.status, 'to', new.status)::text;
  end if;
  case new.status
    when 'submitted' then new.submitted_at := app_now();
    when 'approved' then new.approved_at := app_now();
    when 'rejected' then new.rejected_at := app_now();
    when 'suspended' then new.suspended_at := app_now();
    else null;
  end case;
  return new;
end $$;
create trigger businesses_move before update on businesses
  for each row execute function guard_business_move();

-- Fewer rooms than are sold is refused by pool_within_capacity, night by night.
create function follow_room_count() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform 1 from pool_buckets
  where business_id = new.business_id and pool_id = new.id and bucket >= (app_now() - interval '2 days')::date
  order by bucket for no key update;
  update pool_buckets set capacity = new.rooms
  where business_id = new.business_id and pool_id = new.id and bucket >= (app_now() - interval '2 days')::date;
  return null;
end $$;
create trigger room_types_capacity after update of rooms on room_types
  for each row when (old.rooms <> new.rooms) execute function follow_room_count();
