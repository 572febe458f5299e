-- Why: the only functions that write bookings, claims, pools and events. They run as holdfast_engine,
-- which is granted those tables; the server is granted only these functions.
-- Lock order, the same everywhere: holder (customer, address) → bookings by (business, id) →
-- units by key → pool buckets by (business, pool, night). Locks: functions only.

-- The booking being rescheduled does not stand in its own way.
create function app_ignored_booking() returns uuid stable parallel safe language sql as
  $$ select nullif(current_setting('app.ignored_booking', true), '')::uuid $$;

-- What is busy, without whose it is: the public may know that a time is taken and nothing more.
create function busy_claims(business uuid, units uuid[], from_at timestamptz, until_at timestamptz, at timestamptz)
returns table (unit_id uuid, seat_no int, starts_at timestamptz, ends_at timestamptz, held boolean)
stable security definer set search_path = public, pg_temp rows 200 language plpgsql as $$
begin
  return query
  select c.unit_id, c.seat_no, c.starts_at, c.ends_at, c.expires_at is not null
  from claims c
  where c.business_id = business and c.unit_id = any (units) and c.blocking
    and c.starts_at < until_at and c.ends_at > from_at
    and (c.expires_at is null or c.expires_at > at)
    and c.booking_id is distinct from app_ignored_booking();
end $$;

create function pool_taken(business uuid, pools uuid[], first_night date, last_night date, at timestamptz)
returns table (pool_id uuid, bucket date, taken int)
stable security definer set search_path = public, pg_temp rows 30 language plpgsql as $$
begin
  return query
  select b.pool_id, b.bucket, b.taken - coalesce((
    select sum(p.quantity)::int from pool_claims p
    where p.business_id = b.business_id and p.pool_id = b.pool_id and p.bucket = b.bucket
      and p.blocking and (p.expires_at <= at or p.booking_id = app_ignored_booking())), 0)
  from pool_buckets b
  where b.business_id = business and b.pool_id = any (pools)
    and b.bucket between first_night and last_night;
end $$;

-- One lock key for a unit (or seat) on one UTC day: what keeps two orders that want the same things
-- in opposite order from waiting for each other in a ring. Seats have no day: a trip is one occasion.
create function unit_lock_keys(unit uuid, seat int, from_at timestamptz, until_at timestamptz)
returns setof bigint immutable parallel safe rows 2 language sql as $$
  select hashtextextended(unit::text || ':' || seat || ':' || day, 7)
  from generate_series(
    case when seat > 0 then 0 else floor(extract(epoch from from_at) / 86400)::bigint end,
    case when seat > 0 then 0 else floor(extract(epoch from until_at) / 86400)::bigint end) day
$$;

-- wanted, here and below, is what a plan asks for: [{businessId, bookingId, itemId, expiresAt, generation,
--   claims:[{unitId, seatNo, from, until, passenger}], picks:[{unitIds, count, from, until}],
--   nights:[{poolId, night, quantity}]}]

-- Queues for every fixed unit in key order; when waiting, also for every candidate of every pick.
create function lock_units(wanted jsonb, wait boolean) returns void
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(k) from (
    select distinct k from jsonb_array_elements(wanted) w,
      lateral (
        select (c->>'unitId')::uuid as unit, coalesce((c->>'seatNo')::int, 0) as seat,
               (c->>'from')::timestamptz as f, (c->>'until')::timestamptz as u
        from jsonb_array_elements(w->'claims') c
        union all
        select x::uuid, 0, (p->>'from')::timestamptz, (p->>'until')::timestamptz
        from jsonb_array_elements(w->'picks') p, jsonb_array_elements_text(p->'unitIds') x
        where wait
      ) n, lateral unit_lock_keys(n.unit, n.seat, n.f, n.u) k
    order by k) keys;
end $$;

-- The overdue holds that stand on what is wanted: they read as free and still occupy the constraint.
create function overdue_holds(wanted jsonb) returns setof uuid
stable language plpgsql as $$
begin
  return query
  with needed as (
    select (w->>'businessId')::uuid as business_id, (c->>'unitId')::uuid as unit_id,
           (c->>'from')::timestamptz as f, (c->>'until')::timestamptz as u
    from jsonb_array_elements(wanted) w, jsonb_array_elements(w->'claims') c
    union all
    select (w->>'businessId')::uuid, x::uuid, (p->>'from')::timestamptz, (p->>'until')::timestamptz
    from jsonb_array_elements(wanted) w, jsonb_array_elements(w->'picks') p, jsonb_array_elements_text(p->'unitIds') x
  ), nights as (
    select (w->>'businessId')::uuid as business_id, (n->>'poolId')::uuid as pool_id, (n->>'night')::date as night
    from jsonb_array_elements(wanted) w, jsonb_array_elements(w->'nights') n
  )
  select c.booking_id from needed n join claims c on c.business_id = n.business_id and c.unit_id = n.unit_id
    and c.blocking and c.starts_at < n.u and c.ends_at > n.f and c.expires_at <= app_now()
  union
  select p.booking_id from nights n join pool_claims p on p.business_id = n.business_id and p.pool_id = n.pool_id
    and p.bucket = n.night and p.blocking and p.expires_at <= app_now();
end $$;

create function has_overdue(wanted jsonb) returns boolean
stable language sql as
  $$ select exists (select 1 from overdue_holds(wanted)) $$;

-- Losers of a race for fixed units are turned away here, before they write anything. What is refused is what
-- take_claims() would refuse; what slips through meets the constraint.
create function refuse_claimed(wanted jsonb) returns void
stable language plpgsql as $$
declare
  missed jsonb;
begin
  select jsonb_agg(jsonb_build_object('itemId', w->>'itemId', 'unitId', c->>'unitId', 'seatNo', c->'seatNo'))
  into missed
  from jsonb_array_elements(wanted) w, jsonb_array_elements(w->'claims') c
  where exists (select 1 from claims x where x.business_id = (w->>'businessId')::uuid
    and x.unit_id = (c->>'unitId')::uuid and x.seat_no = coalesce((c->>'seatNo')::int, 0) and x.blocking
    and x.starts_at < (c->>'until')::timestamptz and x.ends_at > (c->>'from')::timestamptz);
  if missed is not null then
    raise exception 'already taken' using errcode = 'HF001', detail = jsonb_build_object(
      'kind', 'claim', 'missed', missed, 'contended', false, 'overdue', has_overdue(wanted))::text;
  end if;
end $$;

-- All fixed claims in one ordered statement; DO NOTHING, because a plain insert can deadlock on an
-- exclusion constraint (PostgreSQL execIndexing.c). Raises HF001 with what was missed.
create function take_claims(wanted jsonb) returns void
language plpgsql as $$
declare
  expected int;
  inserted int;
  missed jsonb;
begin
  with rows as (
    select (w->>'businessId')::uuid as business_id, (c->>'unitId')::uuid as unit_id,
           coalesce((c->>'seatNo')::int, 0) as seat_no, (w->>'bookingId')::uuid as booking_id,
           (w->>'itemId')::uuid as item_id, (c->>'from')::timestamptz as starts_at,
           (c->>'until')::timestamptz as ends_at, (w->>'expiresAt')::timestamptz as expires_at,
           c->>'passenger' as passenger, coalesce((w->>'generation')::int, 1) as generation
    from jsonb_array_elements(wanted) w, jsonb_array_elements(w->'claims') c
  ), made as (
    insert into claims (business_id, unit_id, seat_no, booking_id, item_id, starts_at, ends_at, expires_at, passenger,
      generation)
    select business_id, unit_id, seat_no, booking_id, item_id, starts_at, ends_at, expires_at, passenger, generation
    from rows order by unit_id, seat_no, starts_at
    on conflict do nothing
    returning unit_id, seat_no, starts_at
  )
  select (select count(*) from rows), (select count(*) from made),
    (select jsonb_agg(jsonb_build_object('itemId', r.item_id, 'unitId', r.unit_id, 'seatNo', r.seat_no))
     from rows r where not exists (select 1 from made m
       where m.unit_id = r.unit_id and m.seat_no = r.seat_no and m.starts_at = r.starts_at))
  into expected, inserted, missed;
  if inserted < expected then
    raise exception 'already taken' using errcode = 'HF001', detail = jsonb_build_object(
      'kind', 'claim', 'missed', missed, 'contended', false, 'overdue', has_overdue(wanted))::text;
  end if;
  -- Looked at after the claims hold their trips: one that was cancelled since the offer is not sold.
  if exists (
    select 1 from jsonb_array_elements(wanted) w, jsonb_array_elements(w->'claims') c, trips t
    where coalesce((c->>'seatNo')::int, 0) > 0 and t.business_id = (w->>'businessId')::uuid
      and t.id = (c->>'unitId')::uuid and t.status <> 'scheduled') then
    raise exception 'the trip is cancelled' using errcode = 'HF005', detail = '{"what":"trip"}';
  end if;
end $$;

-- "Any n of these": a free candidate is taken without queueing behind whoever is busy with another
-- (wait false), or with every candidate's lock held (wait true). Answers [{itemId, pick, unitIds}].
create function take_picks(wanted jsonb, wait boolean) returns jsonb
language plpgsql as $$
declare
  pick record;
  picked uuid[];
  candidate uuid;
  contended boolean;
  answer jsonb := '[]';
begin
  for pick in
    select (w->>'businessId')::uuid as business_id, (w->>'bookingId')::uuid as booking_id,
           (w->>'itemId')::uuid as item_id, (w->>'expiresAt')::timestamptz as expires_at,
           coalesce((w->>'generation')::int, 1) as generation, (p->>'count')::int as wanted_count, (p->>'from')::timestamptz as f, (p->>'until')::timestamptz as u,
           n.ordinality as pick_no,
           array(select x::uuid from jsonb_array_elements_text(p->'unitIds') with ordinality t(x, o) order by o) as candidates
    from jsonb_array_elements(wanted) w, jsonb_array_elements(w->'picks') with ordinality n(p, ordinality)
  loop
    picked := '{}';
    contended := false;
    foreach candidate in array pick.candidates loop
      exit when cardinality(picked) = pick.wanted_count;
      continue when exists (select 1 from claims c where c.business_id = pick.business_id
        and c.unit_id = candidate and c.blocking and c.starts_at < pick.u and c.ends_at > pick.f);
      if not wait and not (select bool_and(pg_try_advisory_xact_lock(k))
                           from unit_lock_keys(candidate, 0, pick.f, pick.u) k) then
        contended := true;
        continue;
      end if;
      insert into claims (business_id, unit_id, booking_id, item_id, starts_at, ends_at, expires_at, generation)
      values (pick.business_id, candidate, pick.booking_id, pick.item_id, pick.f, pick.u, pick.expires_at,
        pick.generation)
      on conflict do nothing;
      if found then picked := picked || candidate; end if;
    end loop;
    if cardinality(picked) < pick.wanted_count then
      raise exception 'already taken' using errcode = 'HF001',
        detail = jsonb_build_object('kind', 'pick', 'missed',
          jsonb_build_array(jsonb_build_object('itemId', pick.item_id)),
          'contended', contended, 'overdue', has_overdue(wanted))::text;
    end if;
    answer := answer || jsonb_build_object('itemId', pick.item_id, 'pick', pick.pick_no - 1, 'unitIds', to_jsonb(array(select unnest(picked) order by 1)));
  end loop;
  return answer;
end $$;

-- Nights in (business, pool, night) order, each counted by its trigger; a full one fails the check.
create function take_nights(wanted jsonb) returns void
language plpgsql as $$
declare
  broken text;
begin
  if not jsonb_path_exists(wanted, '$[*].nights[*]') then return; end if;
  insert into pool_claims (business_id, pool_id, bucket, booking_id, item_id, quantity, expires_at, generation)
  select (w->>'businessId')::uuid, (n->>'poolId')::uuid, (n->>'night')::date, (w->>'bookingId')::uuid,
         (w->>'itemId')::uuid, (n->>'quantity')::int, (w->>'expiresAt')::timestamptz,
         coalesce((w->>'generation')::int, 1)
  from jsonb_array_elements(wanted) w, jsonb_array_elements(w->'nights') n
  order by 1, 2, 3;
exception when check_violation then
  get stacked diagnostics broken = constraint_name;
  if broken <> 'pool_within_capacity' then raise; end if;
  raise exception 'already taken' using errcode = 'HF001',
    detail = jsonb_build_object('kind', 'pool', 'missed', '[]'::jsonb, 'contended', false,
      'overdue', has_overdue(wanted))::text;
end $$;

create function take_inventory(wanted jsonb, wait boolean) returns jsonb
language plpgsql as $$
declare
  picks jsonb;
begin
  perform lock_units(wanted, wait);
  perform take_claims(wanted);
  picks := take_picks(wanted, wait);
  perform take_nights(wanted);
  return picks;
end $$;

-- The stored answer of an earlier request with this key, or null.
create function find_answer(in_scope text, in_key text, since timestamptz) returns jsonb
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return (select jsonb_build_object('status', k.status, 'body', k.body, 'fingerprint', k.fingerprint)
    from idempotency_keys k where k.scope = in_scope and k.key = in_key and k.created_at > since);
end $$;

-- The number under which an item's inventory is taken next; what it owns, or owned last, has the highest.
create function last_generation(business uuid, booking uuid, item uuid) returns int
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return greatest(
    (select max(c.generation) from claims c
     where c.business_id = business and c.booking_id = booking and c.item_id = item),
    (select max(p.generation) from pool_claims p
     where p.business_id = business and p.booking_id = booking and p.item_id = item));
end $$;

-- Everything of one order in one round trip and one transaction: idempotency row, limits, order,
-- bookings, items, inventory, answer. Raises HF001 taken, HF002 hold limit, HF005 not on sale any more.
-- HF009 the key was answered meanwhile. Answers {outcome: placed|running, body}.
create function place_order(context jsonb, plan jsonb) returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  idem jsonb := plan->'idempotency';
  answer jsonb := plan->'answer';
  picks jsonb;
  chosen jsonb;
  target record;
  holding int;
begin
  perform enter(context);
  if not pg_try_advisory_xact_lock(hashtextextended((idem->>'scope') || '|' || (idem->>'key'), 0)) then
    return jsonb_build_object('outcome', 'running');
  end if;

  -- Hoarding: what one customer, and one address, may hold unpaid at once.
  if (plan->'limits'->>'customer') is not null or (plan->'limits'->>'address') is not null then
    perform pg_advisory_xact_lock(k) from (
      select hashtextextended('holder:' || h, 11) as k
      from unnest(array[plan->'order'->>'customerId', plan->'order'->>'clientIp']) h
      where h is not null order by 1) keys;
    if (plan->'limits'->>'customer') is not null then
      select count(*) into holding from bookings b
      where b.customer_id = (plan->'order'->>'customerId')::uuid and b.status = 'reserved'
        and b.expires_at > app_now();
      if holding + jsonb_array_length(plan->'bookings') > (plan->'limits'->>'customer')::int then
        raise exception 'too many holds' using errcode = 'HF002',
          detail = jsonb_build_object('by', 'customer', 'limit', (plan->'limits'->>'customer')::int)::text;
      end if;
    end if;
    if (plan->'limits'->>'address') is not null then
      select count(*) into holding from bookings b
      where b.client_ip = plan->'order'->>'clientIp' and b.status = 'reserved' and b.expires_at > app_now();
      if holding + jsonb_array_length(plan->'bookings') > (plan->'limits'->>'address')::int then
        raise exception 'too many holds' using errcode = 'HF002',
          detail = jsonb_build_object('by', 'address', 'limit', (plan->'limits'->>'address')::int)::text;
      end if;
    end if;
  end if;

  perform lock_units(plan->'wanted', coalesce((plan->>'wait')::boolean, false));
  perform refuse_claimed(plan->'wanted');

  -- Guarantee 10 once more, now: approved, or the caller's own business taking a booking at its desk.
  if exists (
    select 1 from jsonb_array_elements(plan->'bookings') b
    where not is_public((b->>'businessId')::uuid))
  then
    raise exception 'business is not on sale' using errcode = 'HF005', detail = '{"what":"business"}';
  end if;

  insert into orders (id, customer_id, contact_name, contact_phone, locale, currency, total_minor, client_ip, created_at)
  select (o->>'id')::uuid, (o->>'customerId')::uuid, coalesce(o->>'contactName', ''), o->>'contactPhone',
         coalesce(o->>'locale', 'ar'), o->>'currency', (o->>'totalMinor')::bigint, o->>'clientIp', app_now()
  from (select plan->'order' as o) p;

  insert into bookings (business_id, id, order_id, reference, customer_id, customer_name, customer_phone, client_ip,
    location_id, source, status, payment_terms, acceptance, currency, total_minor, due_minor, cancel_policy,
    starts_at, ends_at, expires_at, extendable_until, paid_by, created_at)
  select (b->>'businessId')::uuid, (b->>'id')::uuid, (plan->'order'->>'id')::uuid, b->>'reference',
    (plan->'order'->>'customerId')::uuid, coalesce(plan->'order'->>'contactName', ''),
    plan->'order'->>'contactPhone', plan->'order'->>'clientIp', (b->>'locationId')::uuid,
    coalesce(b->>'source', 'web'), b->>'status', b->>'paymentTerms', b->>'acceptance', b->>'currency',
    (b->>'totalMinor')::bigint, (b->>'dueMinor')::bigint, b->'cancelPolicy', (b->>'startsAt')::timestamptz,
    (b->>'endsAt')::timestamptz, (b->>'expiresAt')::timestamptz, (b->>'extendableUntil')::timestamptz,
    nullif(b->'paidBy', 'null'), app_now()
  from jsonb_array_elements(plan->'bookings') b
  order by b->>'businessId';

  insert into booking_items (business_id, booking_id, id, position, kind, offering_id, starts_at, ends_at, quantity,
    claims_needed, pool_needed, price_minor, details)
  select (b->>'businessId')::uuid, (b->>'id')::uuid, (i->>'id')::uuid, (i->>'position')::int, i->>'kind',
    (i->>'offeringId')::uuid, (i->>'startsAt')::timestamptz, (i->>'endsAt')::timestamptz, (i->>'quantity')::int,
    (i->>'claimsNeeded')::int, (i->>'poolNeeded')::int, (i->>'priceMinor')::bigint, i->'details'
  from jsonb_array_elements(plan->'bookings') b, jsonb_array_elements(b->'items') i;

  perform take_claims(plan->'wanted');
  picks := take_picks(plan->'wanted', coalesce((plan->>'wait')::boolean, false));
  perform take_nights(plan->'wanted');
  -- The picked units are known only now: write them where the plan says they stand in the answer.
  for chosen in select * from jsonb_array_elements(picks) loop
    for target in
      select array(select jsonb_array_elements_text(a->'path')) as path from jsonb_array_elements(plan->'answerPicks') a
      where a->>'itemId' = chosen->>'itemId' and (a->>'pick')::int = (chosen->>'pick')::int
    loop
      answer := jsonb_set(answer, target.path, chosen->'unitIds');
    end loop;
  end loop;

  -- The caller looked for the key on the snapshot that it judged by. Another copy that committed since then is found
  -- here: everything above is undone, and the caller looks again.
  insert into idempotency_keys as k (scope, key, fingerprint, status, body)
  values (idem->>'scope', idem->>'key', idem->>'fingerprint', 201, answer)
  on conflict (scope, key) do update set fingerprint = excluded.fingerprint, status = excluded.status,
    body = excluded.body, created_at = excluded.created_at
  where k.created_at <= app_now() - interval '72 hours';
  if not found then
    raise exception 'this key was answered meanwhile' using errcode = 'HF009';
  end if;
  return jsonb_build_object('outcome', 'placed', 'body', answer);
end $$;

-- Marks as expired the overdue holds that stand on the given units and nights; answers how many.
-- SKIP LOCKED: whoever holds such a booking is already confirming, cancelling or expiring it.
create function sweep_expired(context jsonb, wanted jsonb) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  overdue uuid[];
begin
  perform enter(context);
  select array(select overdue_holds(wanted)) into overdue;
  return expire_bookings(overdue);
end $$;

create function expire_bookings(ids uuid[]) returns int
language plpgsql as $$
declare
  locked uuid[];
begin
  if cardinality(ids) = 0 then return 0; end if;
  select array(
    select b.id from bookings b
    where b.id = any (ids) and b.status in ('reserved', 'pending') and b.expires_at <= app_now()
    order by b.business_id, b.id for update skip locked) into locked;
  -- All buckets of the batch in one order, before any of the bookings releases its own.
  perform 1 from pool_buckets k
  where exists (select 1 from pool_claims p where p.booking_id = any (locked) and p.business_id = k.business_id
    and p.pool_id = k.pool_id and p.bucket = k.bucket and p.blocking)
  order by k.business_id, k.pool_id, k.bucket for no key update;
  perform set_config('app.reason', 'hold ran out', true);
  update bookings set status = 'expired' where id = any (locked);
  perform set_config('app.reason', '', true);
  return cardinality(locked);
end $$;

-- Hygiene for the timed task: nothing depends on it having run.
create function expire_due(context jsonb, most int) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform enter(context);
  return expire_bookings(array(
    select id from bookings where status in ('reserved', 'pending') and expires_at <= app_now()
    order by expires_at limit most));
end $$;

-- Guarantee 11 inside the doors: its customer, its business's members and keys, and the platform.
create function may_touch(b bookings) returns boolean
stable language sql as $$
  select app_scope() = 'platform'
    or (app_scope() = 'member' and b.business_id = app_business())
    or (app_scope() = 'customer' and (b.customer_id = app_user() or exists (
      select 1 from members m where m.business_id = b.business_id and m.user_id = app_user())))
$$;

create function lock_booking(booking uuid) returns bookings
language plpgsql as $$
declare
  b bookings;
begin
  select * into b from bookings x
  where x.id = booking and may_touch(x) for update;
  if not found then
    raise exception 'no such booking' using errcode = 'HF005', detail = '{"what":"booking"}';
  end if;
  return b;
end $$;

-- Moves a booking along the lifecycle; the caller has entered its context and decided that it may.
-- version null skips the optimistic check. Raises HF003, HF005, HF006.
create function move_booking(booking uuid, target text, why text, by_whom text, paid jsonb, expected_version int)
returns bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking(booking);
begin
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006',
      detail = jsonb_build_object('version', b.version)::text;
  end if;
  -- An overdue hold is expired whether or not anybody has written it down: confirming it is a late payment.
  if b.status in ('reserved', 'pending') and b.expires_at <= app_now() and target <> 'expired' then
    raise exception 'hold ran out' using errcode = 'HF003',
      detail = jsonb_build_object('from', 'expired', 'to', target)::text;
  end if;
  -- Nothing moves to where it is; and from 'expired' only reclaim_booking() leads back, which takes the place again.
  if b.status = target or b.status = 'expired' then
    raise exception 'no such move' using errcode = 'HF003',
      detail = jsonb_build_object('from', b.status, 'to', target)::text;
  end if;
  perform set_config('app.reason', coalesce(why, ''), true);
  update bookings set status = target,
    cancelled_by = case when target = 'cancelled' then by_whom else cancelled_by end,
    cancel_reason = case when target = 'cancelled' then why else cancel_reason end,
    paid_by = coalesce(paid, paid_by),
    expires_at = case when target = 'pending' then null else expires_at end
  where business_id = b.business_id and id = b.id returning * into b;
  perform set_config('app.reason', '', true);
  return b;
end $$;

-- Late money: the hold is over, its inventory is taken again in this transaction or HF001 is raised.
create function reclaim_booking(booking uuid, why text, paid jsonb) returns bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking(booking);
  again jsonb;
begin
  if b.status <> 'expired' and not coalesce(b.status in ('reserved', 'pending') and b.expires_at <= app_now(), false) then
    raise exception 'not expired' using errcode = 'HF003',
      detail = jsonb_build_object('from', b.status, 'to', 'confirmed')::text;
  end if;
  select jsonb_agg(jsonb_build_object('businessId', i.business_id, 'bookingId', i.booking_id, 'itemId', i.id,
    'expiresAt', null, 'picks', '[]'::jsonb, 'generation', i.last + 1,
    'claims', coalesce((select jsonb_agg(jsonb_build_object('unitId', c.unit_id, 'seatNo', c.seat_no,
        'from', c.starts_at, 'until', c.ends_at, 'passenger', c.passenger))
      from claims c where c.business_id = i.business_id and c.booking_id = i.booking_id and c.item_id = i.id
        and c.generation = i.last), '[]'),
    'nights', coalesce((select jsonb_agg(jsonb_build_object('poolId', p.pool_id, 'night', p.bucket,
        'quantity', p.quantity))
      from pool_claims p where p.business_id = i.business_id and p.booking_id = i.booking_id and p.item_id = i.id
        and p.generation = i.last), '[]')))
  into again
  from (select x.*, last_generation(x.business_id, x.booking_id, x.id) as last from booking_items x
        where x.business_id = b.business_id and x.booking_id = b.id) i;
  -- Units before buckets, as everywhere: writing down that it ran out releases its nights.
  perform lock_units(again, true);
  update bookings set status = 'expired'
  where business_id = b.business_id and id = b.id and status <> 'expired';
  perform expire_bookings(array(select overdue_holds(again)));
  perform take_inventory(again, true);
  perform set_config('app.reason', coalesce(why, ''), true);
  update bookings set status = 'confirmed', paid_by = coalesce(paid, paid_by)
  where business_id = b.business_id and id = b.id returning * into b;
  perform set_config('app.reason', '', true);
  return b;
end $$;

-- A hold may be prolonged, never beyond its cap (30 minutes from the first claim).
create function extend_order(target uuid, until_at timestamptz) returns setof bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings;
begin
  -- An order runs out together: whoever may not touch all of it prolongs none of it.
  if exists (select 1 from bookings x where x.order_id = target and not may_touch(x)) then
    raise exception 'the order is not the caller''s alone' using errcode = '42501';
  end if;
  for b in
    select * from bookings x where x.order_id = target and x.status in ('reserved', 'pending')
      and x.expires_at > app_now() and may_touch(x)
    order by x.business_id, x.id for update
  loop
    if least(until_at, b.extendable_until) > b.expires_at then
      update bookings set expires_at = least(until_at, extendable_until)
      where business_id = b.business_id and id = b.id returning * into b;
    end if;
    return next b;
  end loop;
end $$;

-- Locks the nights a booking has and those it wants, all in one order, as take_nights() does. A night that nobody
-- has taken yet has no row to lock: it is made here, in its turn.
create function lock_nights(b bookings, wanted jsonb) returns void
language plpgsql as $$
declare
  night record;
begin
  for night in
    select p.pool_id, p.bucket from pool_claims p
    where p.business_id = b.business_id and p.booking_id = b.id and p.blocking
    union
    select (n->>'poolId')::uuid, (n->>'night')::date
    from jsonb_array_elements(wanted) w, jsonb_array_elements(w->'nights') n
    order by 1, 2
  loop
    insert into pool_buckets (business_id, pool_id, bucket, capacity)
    select b.business_id, night.pool_id, night.bucket, r.rooms from room_types r
    where r.business_id = b.business_id and r.id = night.pool_id
    on conflict do nothing;
    perform 1 from pool_buckets k
    where k.business_id = b.business_id and k.pool_id = night.pool_id and k.bucket = night.bucket for no key update;
  end loop;
end $$;

-- Guarantee 9: the new time is taken and the old one given back in this transaction, or nothing changes.
-- plan: {booking: {id, startsAt, endsAt, totalMinor, dueMinor}, items: [{id, offeringId, startsAt, endsAt, quantity,
-- claimsNeeded, poolNeeded, priceMinor, details}], wanted: as in take_inventory}. Raises HF001, HF003, HF005, HF006.
create function reschedule_booking(plan jsonb, expected_version int) returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking((plan->'booking'->>'id')::uuid);
  picks jsonb;
  wanted jsonb;
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
  select jsonb_agg(w || jsonb_build_object('expiresAt', b.expires_at,
    'generation', 1 + last_generation(b.business_id, b.id, (w->>'itemId')::uuid)))
  into wanted from jsonb_array_elements(plan->'wanted') w;
  update booking_items i set offering_id = (n->>'offeringId')::uuid, starts_at = (n->>'startsAt')::timestamptz,
    ends_at = (n->>'endsAt')::timestamptz, quantity = (n->>'quantity')::int,
    claims_needed = (n->>'claimsNeeded')::int, pool_needed = (n->>'poolNeeded')::int,
    price_minor = (n->>'priceMinor')::bigint, details = n->'details'
  from jsonb_array_elements(plan->'items') n
  where i.business_id = b.business_id and i.booking_id = b.id and i.id = (n->>'id')::uuid;
  -- Overdue holds that stand in the way go first; this booking's own lock is held, as theirs would be.
  perform expire_bookings(array(select overdue_holds(wanted)));
  -- The old is released first, so that the new range may overlap it; both become visible together.
  -- Units before buckets, as everywhere.
  perform lock_units(wanted, true);
  update claims set blocking = false where business_id = b.business_id and booking_id = b.id and blocking;
  perform take_claims(wanted);
  picks := take_picks(wanted, true);
  perform lock_nights(b, wanted);
  update pool_claims set blocking = false where business_id = b.business_id and booking_id = b.id and blocking;
  perform take_nights(wanted);
  perform set_config('app.rescheduled', b.id::text, true);
  update bookings set starts_at = (plan->'booking'->>'startsAt')::timestamptz,
    ends_at = (plan->'booking'->>'endsAt')::timestamptz,
    total_minor = (plan->'booking'->>'totalMinor')::bigint, due_minor = (plan->'booking'->>'dueMinor')::bigint
  where business_id = b.business_id and id = b.id;
  perform set_config('app.rescheduled', '', true);
  return picks;
end $$;

create function check_in_booking(booking uuid, expected_version int) returns bookings
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking(booking);
begin
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006',
      detail = jsonb_build_object('version', b.version)::text;
  end if;
  if b.status <> 'confirmed' then
    raise exception 'not confirmed' using errcode = 'HF003', detail = jsonb_build_object(
      'from', case when b.status in ('reserved', 'pending') and b.expires_at <= app_now() then 'expired' else b.status end,
      'to', 'checked_in')::text;
  end if;
  update bookings set checked_in_at = coalesce(checked_in_at, app_now())
  where business_id = b.business_id and id = b.id and checked_in_at is null;
  select * into b from bookings where business_id = b.business_id and id = b.id;
  return b;
end $$;

-- What took place is completed; a batch at a time, skipping what somebody is working on.
create function complete_due(context jsonb, most int) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  over uuid[];
begin
  perform enter(context);
  select array(select id from bookings where status = 'confirmed' and ends_at <= app_now()
    order by ends_at limit most for update skip locked) into over;
  perform 1 from pool_buckets k
  where exists (select 1 from pool_claims p where p.booking_id = any (over) and p.business_id = k.business_id
    and p.pool_id = k.pool_id and p.bucket = k.bucket and p.blocking)
  order by k.business_id, k.pool_id, k.bucket for no key update;
  perform set_config('app.reason', 'took place', true);
  update bookings set status = 'completed' where id = any (over);
  perform set_config('app.reason', '', true);
  return cardinality(over);
end $$;

-- Businesses: made with their first owner, and moved between approval states, only through here.
create function create_business(business jsonb, owner uuid) returns businesses
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b businesses;
begin
  insert into businesses (id, slug, kind, name_ar, name_en, description_ar, description_en, city_ar, city_en, currency, source)
  values ((business->>'id')::uuid, business->>'slug', business->>'kind', business->>'nameAr', business->>'nameEn',
    coalesce(business->>'descriptionAr', ''), coalesce(business->>'descriptionEn', ''),
    coalesce(business->>'cityAr', ''), coalesce(business->>'cityEn', ''),
    coalesce(business->>'currency', 'SAR'), coalesce(business->>'source', 'manual'))
  returning * into b;
  if owner is not null then
    insert into members (business_id, user_id, role) values (b.id, owner, 'owner');
  end if;
  return b;
end $$;

create function move_business(business uuid, target text, why text, expected_version int) returns businesses
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b businesses;
begin
  select * into b from businesses x where x.id = business and (app_scope() = 'platform'
    or (app_scope() = 'member' and x.id = app_business() and target = 'submitted')) for update;
  if not found then
    raise exception 'no such business' using errcode = 'HF005', detail = '{"what":"business"}';
  end if;
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006', detail = jsonb_build_object('version', b.version)::text;
  end if;
  update businesses set status = target,
    decided_by = case when target = 'submitted' then decided_by else app_user() end,
    decision_reason = case when target = 'submitted' then decision_reason else why end
  where id = business returning * into b;
  return b;
end $$;

-- Who runs the platform. Only for the platform itself: the command line, and other admins.
create function grant_admin(who text, granted boolean, new_id uuid) returns void
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if app_scope() <> 'platform' then
    raise exception 'only the platform names its admins' using errcode = '42501';
  end if;
  insert into users (id, phone, is_admin) values (new_id, who, granted)
  on conflict (phone) do update set is_admin = granted;
end $$;

-- The doors run as the engine and are all that the server may call; what they are built of runs as whoever calls it,
-- which is a door, with the door's settings: setting them again for each inner call cost a third of a reservation.
do $$
declare
  part text;
begin
  foreach part in array array[
    'lock_units(jsonb, boolean)', 'overdue_holds(jsonb)', 'has_overdue(jsonb)', 'refuse_claimed(jsonb)',
    'take_claims(jsonb)', 'take_picks(jsonb, boolean)', 'take_nights(jsonb)', 'take_inventory(jsonb, boolean)',
    'expire_bookings(uuid[])', 'lock_nights(bookings, jsonb)', 'may_touch(bookings)', 'lock_booking(uuid)'
  ] loop
    execute format('alter function %s owner to holdfast_engine', part);
    execute format('revoke all on function %s from public', part);
  end loop;
  foreach part in array array[
    'busy_claims(uuid, uuid[], timestamptz, timestamptz, timestamptz)',
    'pool_taken(uuid, uuid[], date, date, timestamptz)', 'find_answer(text, text, timestamptz)',
    'last_generation(uuid, uuid, uuid)', 'place_order(jsonb, jsonb)', 'sweep_expired(jsonb, jsonb)',
    'expire_due(jsonb, int)', 'move_booking(uuid, text, text, text, jsonb, int)',
    'reclaim_booking(uuid, text, jsonb)', 'extend_order(uuid, timestamptz)', 'reschedule_booking(jsonb, int)',
    'check_in_booking(uuid, int)', 'complete_due(jsonb, int)', 'grant_admin(text, boolean, uuid)',
    'create_business(jsonb, uuid)', 'move_business(uuid, text, text, int)',
    'check_booking_owns()', 'follow_room_count()'
  ] loop
    execute format('alter function %s owner to holdfast_engine', part);
    -- Every query here touches a few rows by key. The planner takes a JSON array for a hundred rows and would read
    -- whole tables into a hash for it (6 ms a reservation instead of 2); a plan made while a table was small would
    -- read it whole until the next analyze, however large it has grown; and planning for every call takes as long
    -- as running.
    execute format('alter function %s set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
      set enable_bitmapscan = off set enable_hashagg = off set plan_cache_mode = force_generic_plan', part);
    execute format('revoke all on function %s from public', part);
    execute format('grant execute on function %s to holdfast_app', part);
  end loop;
end $$;
