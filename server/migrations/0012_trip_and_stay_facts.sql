-- Why: all that the rules of seats and stays need, in one call; functions for the reasons of 0011: one plan kept, and
-- visibility asked once, not table by table (a page of twenty properties took 11 ms, 5 of them policies).
-- Locks: pool_claims, for the index.

-- What holds have taken of a night, to leave out the expired: few rows, where the night itself has one a booking.
create index pool_claims_held on pool_claims (business_id, pool_id, bucket) include (quantity, expires_at)
  where blocking and expires_at is not null;

-- Who may see a business's catalogue: everybody while it is approved, its own people, the platform.
create function is_visible(business uuid) returns boolean stable language plpgsql as $$
begin
  return is_public(business) or business = app_business() or app_scope() = 'platform';
end $$;

create function offering_terms(o offerings) returns json stable language plpgsql as $$
begin
  return json_build_object(
    'paymentTerms', o.payment_terms, 'acceptance', o.acceptance, 'depositPercent', o.deposit_percent,
    'holdMinutes', o.hold_minutes, 'freeCancelHours', o.free_cancel_hours, 'cancelFeePercent', o.cancel_fee_percent,
    'cancelFeeMinor', o.cancel_fee_minor, 'noShowFeePercent', o.no_show_fee_percent);
end $$;

-- The stops of a journey as the rules read them, and what other queries need of them.
create function timetable(business uuid, journey uuid)
returns table (stops json, stop_ids uuid[], first_boundary int, last_boundary int, boards_first uuid, alights_last uuid)
stable security definer set search_path = public, pg_temp rows 1 language plpgsql as $$
begin
  return query
  select coalesce(json_agg(json_build_object('position', j.position, 'id', j.stop_id,
           'name', json_build_object('ar', s.name_ar, 'en', s.name_en), 'timezone', s.timezone,
           'arrives', j.arrives_seconds, 'departs', j.departs_seconds, 'boundary', j.boundary_seconds,
           'boards', j.boards, 'alights', j.alights) order by j.position), '[]'),
         array_agg(j.stop_id order by j.position), min(j.boundary_seconds), max(j.boundary_seconds),
         (array_agg(j.stop_id order by j.position) filter (where j.boards))[1],
         (array_agg(j.stop_id order by j.position desc) filter (where j.alights))[1]
  from journey_stops j join stops s on s.business_id = j.business_id and s.id = j.stop_id
  where j.business_id = business and j.journey_id = journey;
end $$;

create function trip_facts(t trips, stops json) returns json stable language plpgsql as $$
begin
  return json_build_object('id', t.id, 'origin', floor(date_part('epoch', t.origin_at))::bigint,
    'cancelled', t.status <> 'scheduled', 'stops', stops);
end $$;

-- A route with the fares between the pairs of stops that are asked about: from_stops[n] to to_stops[n].
create function route_facts(business uuid, route uuid, from_stops uuid[], to_stops uuid[]) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    select json_build_object(
      'businessId', r.business_id, 'businessName', json_build_object('ar', b.name_ar, 'en', b.name_en),
      'offeringId', r.id, 'name', json_build_object('ar', o.name_ar, 'en', o.name_en),
      'currency', b.currency, 'onSale', o.active, 'priceMinor', r.price_minor,
      'leadMinutes', o.lead_minutes, 'horizonDays', o.horizon_days, 'terms', offering_terms(o),
      'fares', coalesce((
        select json_agg(json_build_object('from', f.from_stop_id, 'to', f.to_stop_id, 'class', f.class,
                                          'priceMinor', f.price_minor))
        from (select distinct p.a, p.b from unnest(from_stops, to_stops) p (a, b)) p
        join fares f on f.business_id = r.business_id and f.route_id = r.id
          and f.from_stop_id = p.a and f.to_stop_id = p.b), '[]'))
    from routes r
    join offerings o on o.business_id = r.business_id and o.id = r.id
    join businesses b on b.id = r.business_id
    where r.business_id = business and r.id = route);
end $$;

-- The next trips of a trip's route from one stop to another, leaving within a day of it or of now: [{trip,
-- fromPosition, toPosition, free}], soonest first.
create function next_trips(this trips, from_stop uuid, to_stop uuid, at timestamptz, most int) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  business uuid := this.business_id;
  after_at timestamptz := greatest(at, (
    select this.origin_at + make_interval(secs => min(s.departs_seconds)) from journey_stops s
    where s.business_id = this.business_id and s.journey_id = this.journey_id and s.stop_id = from_stop));
begin
  return (
    with legs as (
      select k.id as journey_id, f.position as from_position, f.departs_seconds, f.boundary_seconds as from_boundary,
             a.position as to_position, a.boundary_seconds as to_boundary
      from journeys j
      join journeys k on k.business_id = j.business_id and k.route_id = j.route_id
      join journey_stops f on f.business_id = k.business_id and f.journey_id = k.id
        and f.stop_id = from_stop and f.boards
      join lateral (
        select s.position, s.boundary_seconds from journey_stops s
        where s.business_id = k.business_id and s.journey_id = k.id and s.stop_id = to_stop and s.alights
          and s.position > f.position
        order by s.position limit 1) a on true
      where j.business_id = business and j.id = this.journey_id
    ), n as materialized (
      select t.id, l.*, t.origin_at + make_interval(secs => l.departs_seconds) as departs_at,
             t.origin_at + make_interval(secs => l.from_boundary) as from_at,
             t.origin_at + make_interval(secs => l.to_boundary) as until_at
      from legs l
      join trips t on t.business_id = business and t.journey_id = l.journey_id and t.status = 'scheduled'
        and t.id <> this.id
        and t.origin_at > after_at - make_interval(secs => l.departs_seconds)
        and t.origin_at <= after_at - make_interval(secs => l.departs_seconds) + interval '24 hours'
      order by departs_at, t.id limit most
    ), z as (
      select z.trip_id, json_object_agg(z.class, z.free) as free
      from trip_seats_free((select array_agg(business) from n), (select array_agg(n.id order by n.id) from n),
        (select array_agg(n.from_at order by n.id) from n), (select array_agg(n.until_at order by n.id) from n), at) z
      group by 1
    )
    select coalesce(json_agg(json_build_object(
      'trip', trip_facts(t, (select y.stops from timetable(business, t.journey_id) y)),
      'fromPosition', n.from_position, 'toPosition', n.to_position, 'free', coalesce(z.free, '{}'))
      order by n.departs_at, n.id), '[]')
    from n join trips t on t.business_id = business and t.id = n.id left join z on z.trip_id = n.id);
end $$;

-- Null when the caller cannot see such a trip. Stops left out are the first and last of the trip.
create function seat_facts(trip uuid, from_stop uuid, to_stop uuid, at timestamptz, most_next int) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  t trips;
  route uuid;
  y record;
begin
  select * into t from trips x where x.id = trip and is_visible(x.business_id);
  if not found then return null; end if;
  select j.route_id into route from journeys j where j.business_id = t.business_id and j.id = t.journey_id;
  select * into y from timetable(t.business_id, t.journey_id);
  from_stop := coalesce(from_stop, y.boards_first);
  to_stop := coalesce(to_stop, y.alights_last);
  return json_build_object(
    'route', route_facts(t.business_id, route, from_stop || y.stop_ids[:cardinality(y.stop_ids) - 1],
                         to_stop || y.stop_ids[2:]),
    'trip', trip_facts(t, y.stops),
    'seats', coalesce((
      select json_agg(json_build_object('no', v.seat_no, 'label', v.label, 'row', v.row_no,
                                        'column', v.column_no, 'class', v.class) order by v.seat_no)
      from vehicle_seats v where v.business_id = t.business_id and v.vehicle_id = t.vehicle_id), '[]'),
    'busy', coalesce((
      select json_agg(json_build_array(c.seat_no, floor(date_part('epoch', c.starts_at))::bigint,
                                       ceil(date_part('epoch', c.ends_at))::bigint, c.held))
      from busy_claims(t.business_id, array[t.id], t.origin_at + make_interval(secs => y.first_boundary),
                       t.origin_at + make_interval(secs => y.last_boundary), at) c), '[]'),
    'next', next_trips(t, from_stop, to_stop, at, most_next));
end $$;

-- What trip_candidates() found of approved businesses, as the rules read it: {trips: [{id, origin, cancelled, journeyId, routeId,
-- fromPosition, toPosition, departs, free}], journeys: {id: stops}, routes: {id: route}}.
create function found_trips(from_stop uuid, from_words text, to_stop uuid, to_words text, day date,
  at timestamptz, after_at timestamptz, after_trip uuid, most int) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    with found as materialized (
      select c.departs_at, c.from_position, c.to_position, t.*, j.route_id, f.stop_id as from_id, a.stop_id as to_id,
             t.origin_at + make_interval(secs => f.boundary_seconds) as from_at,
             t.origin_at + make_interval(secs => a.boundary_seconds) as until_at
      from trip_candidates(from_stop, from_words, to_stop, to_words, day, at, after_at, after_trip, most) c
      join trips t on t.business_id = c.business_id and t.id = c.trip_id
      join journeys j on j.business_id = t.business_id and j.id = t.journey_id
      join journey_stops f on f.business_id = j.business_id and f.journey_id = j.id and f.position = c.from_position
      join journey_stops a on a.business_id = j.business_id and a.journey_id = j.id and a.position = c.to_position
      where is_public(t.business_id)
    ), z as (
      select z.trip_id, json_object_agg(z.class, z.free) as free
      from trip_seats_free(
        (select array_agg(f.business_id order by f.id) from found f), (select array_agg(f.id order by f.id) from found f),
        (select array_agg(f.from_at order by f.id) from found f), (select array_agg(f.until_at order by f.id) from found f),
        at) z
      group by 1
    ), timetables as materialized (
      select k.business_id, k.journey_id, k.route_id, y.stops, y.stop_ids
      from (select distinct f.business_id, f.journey_id, f.route_id from found f) k
      cross join lateral timetable(k.business_id, k.journey_id) y
    ), pairs as (
      select f.business_id, f.route_id, f.from_id as a, f.to_id as b from found f
      union
      select y.business_id, y.route_id, l.a, l.b
      from timetables y, unnest(y.stop_ids[:cardinality(y.stop_ids) - 1], y.stop_ids[2:]) l (a, b)
    )
    select json_build_object(
      'trips', coalesce((
        select json_agg(json_build_object('id', f.id, 'origin', floor(date_part('epoch', f.origin_at))::bigint,
          'cancelled', f.status <> 'scheduled', 'journeyId', f.journey_id, 'routeId', f.route_id,
          'fromPosition', f.from_position, 'toPosition', f.to_position, 'departs', date_part('epoch', f.departs_at),
          'free', coalesce(z.free, '{}')) order by f.departs_at, f.id)
        from found f left join z on z.trip_id = f.id), '[]'),
      'journeys', coalesce((select json_object_agg(y.journey_id, y.stops) from timetables y), '{}'),
      'routes', coalesce((
        select json_object_agg(p.route_id, route_facts(p.business_id, p.route_id, p.froms, p.tos))
        from (select p.business_id, p.route_id, array_agg(p.a) as froms, array_agg(p.b) as tos
              from pairs p group by 1, 2) p), '{}')));
end $$;

-- Locations that let rooms, with all their room types, the rates and what is taken from one night to another: the
-- visible ones of (businesses[n], locations[n]). What an expired hold or the booking being rescheduled has taken
-- does not count.
create function property_facts(businesses uuid[], locations uuid[], first_night date, last_night date, at timestamptz)
returns table (n bigint, property json)
stable security definer set search_path = public, pg_temp rows 20 language plpgsql as $$
declare
  ignored uuid := app_ignored_booking();
begin
  return query
  select p.n, json_build_object(
    'businessId', l.business_id, 'businessName', json_build_object('ar', b.name_ar, 'en', b.name_en),
    'locationId', l.id, 'name', json_build_object('ar', l.name_ar, 'en', l.name_en),
    'currency', b.currency, 'timezone', l.timezone, 'checkInMinute', l.check_in_minute,
    'checkOutMinute', l.check_out_minute, 'onSale', l.active,
    'roomTypes', coalesce((
      select json_agg(json_build_object(
        'id', r.id, 'name', json_build_object('ar', o.name_ar, 'en', o.name_en), 'onSale', o.active,
        'rooms', r.rooms, 'occupancy', r.occupancy, 'minNights', r.min_nights, 'priceMinor', r.price_minor,
        'leadMinutes', o.lead_minutes, 'horizonDays', o.horizon_days, 'terms', offering_terms(o),
        'rates', coalesce((
          select json_agg(json_build_array(d.night - date '1970-01-01', d.price_minor, d.closed, d.min_nights))
          from room_rates d
          where d.business_id = r.business_id and d.room_type_id = r.id
            and d.night between first_night and last_night), '[]'),
        'taken', coalesce((
          select json_agg(json_build_array(k.bucket - date '1970-01-01', k.taken
            - coalesce((
              select sum(c.quantity) from pool_claims c
              where c.business_id = k.business_id and c.pool_id = k.pool_id and c.bucket = k.bucket
                and c.blocking and c.expires_at <= at), 0)
            - case when ignored is null then 0 else coalesce((
              select sum(c.quantity) from pool_claims c
              where c.business_id = k.business_id and c.booking_id = ignored and c.pool_id = k.pool_id
                and c.bucket = k.bucket and c.blocking and (c.expires_at is null or c.expires_at > at)), 0) end))
          from pool_buckets k
          where k.business_id = r.business_id and k.pool_id = r.id
            and k.bucket between first_night and last_night), '[]')) order by r.price_minor, r.id)
      from offerings o join room_types r on r.business_id = o.business_id and r.id = o.id
      where o.business_id = l.business_id and o.location_id = l.id), '[]'))
  from unnest(businesses, locations) with ordinality p (business, location, n)
  join locations l on l.business_id = p.business and l.id = p.location
  join businesses b on b.id = l.business_id
  where is_visible(l.business_id);
end $$;

-- The property of a room type; null when the caller cannot see it.
create function stay_facts(room_type uuid, first_night date, last_night date, at timestamptz) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  o offerings := visible_offering(room_type, 'roomType');
begin
  return (select f.property from property_facts(array[o.business_id], array[o.location_id],
                                                first_night, last_night, at) f);
end $$;

-- What stay_candidates() found, as the rules read it: [{usualPrice, roomTypeId, property}].
create function found_stays(city text, first_night date, last_night date, rooms_wanted int, guests int,
  at timestamptz, after_price bigint, after_type uuid, most int) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    with c as materialized (
      select * from stay_candidates(city, first_night, last_night, rooms_wanted, guests, at, after_price, after_type, most)
        with ordinality c (business_id, location_id, room_type_id, usual_price, n)
    )
    select coalesce(json_agg(json_build_object(
      'usualPrice', c.usual_price, 'roomTypeId', c.room_type_id, 'property', f.property) order by c.n), '[]')
    from property_facts((select array_agg(c.business_id order by c.n) from c),
      (select array_agg(c.location_id order by c.n) from c), first_night, last_night, at) f
    join c on c.n = f.n);
end $$;

do $$
declare
  door text;
begin
  foreach door in array array[
    'is_visible(uuid)', 'offering_terms(offerings)', 'timetable(uuid, uuid)', 'trip_facts(trips, json)',
    'route_facts(uuid, uuid, uuid[], uuid[])', 'next_trips(trips, uuid, uuid, timestamptz, int)',
    'seat_facts(uuid, uuid, uuid, timestamptz, int)',
    'found_trips(uuid, text, uuid, text, date, timestamptz, timestamptz, uuid, int)',
    'property_facts(uuid[], uuid[], date, date, timestamptz)', 'stay_facts(uuid, date, date, timestamptz)',
    'found_stays(text, date, date, int, int, timestamptz, bigint, uuid, int)'
  ] loop
    execute format('alter function %s owner to holdfast_engine', door);
    -- See 0006: a few rows by key, planned once per connection.
    if door not in ('is_visible(uuid)', 'offering_terms(offerings)', 'trip_facts(trips, json)') then
      execute format('alter function %s set plan_cache_mode = force_generic_plan set enable_hashjoin = off
        set enable_mergejoin = off set enable_seqscan = off', door);
    end if;
    execute format('revoke all on function %s from public', door);
  end loop;
end $$;
grant execute on function seat_facts(uuid, uuid, uuid, timestamptz, int),
  found_trips(uuid, text, uuid, text, date, timestamptz, timestamptz, uuid, int),
  stay_facts(uuid, date, date, timestamptz),
  found_stays(text, date, date, int, int, timestamptz, bigint, uuid, int) to holdfast_app;
