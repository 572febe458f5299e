-- Why: searching trips and stays across all businesses. What is free may be counted by everybody and read
-- by nobody, so the counting runs as holdfast_engine; these functions only narrow down and put in order,
-- the rules decide in the program.
-- Locks: rewrites stops, locations and businesses for their new columns, and indexes tables, all small.

-- Words for "begins with, anywhere": one space before each word, whatever stood between them.
create function word_text(words text) returns text immutable parallel safe language sql as $$
  select ' ' || translate(search_fold(words), '-–_/\,.;:،؛()[]''"', '                 ')
$$;

-- The LIKE pattern for text made by word_text(); with an article, the one for words that carry it. People
-- write the Arabic article or leave it out, so it is taken off here and tried both ways.
create function word_pattern(words text, article text) returns text immutable parallel safe language sql as $$
  select '% ' || article || replace(replace(regexp_replace(
    btrim(regexp_replace(word_text(words), '\s+', ' ', 'g')), '^ال(?=..)', ''), '%', '\%'), '_', '\_') || '%'
$$;

alter table stops add column words text generated always as
  (word_text(name_ar || ' ' || name_en || ' ' || city_ar || ' ' || city_en)) stored;
alter table locations add column city_words text generated always as
  (word_text(city_ar || ' ' || city_en)) stored;
alter table businesses add column city_words text generated always as
  (word_text(city_ar || ' ' || city_en)) stored;
create index stops_words on stops using gin (words gin_trgm_ops);
create index locations_city_words on locations using gin (city_words gin_trgm_ops);
create index businesses_city_words on businesses using gin (city_words gin_trgm_ops);

create index journeys_route on journeys (business_id, route_id);
create index trips_origin on trips (business_id, journey_id, origin_at);
create index offerings_location on offerings (business_id, location_id);
create index locations_id on locations (id);
create index room_types_price on room_types (price_minor, id);

-- Stops of approved businesses: the one of that id, or those whose name or city has the words.
create function matching_stops(stop uuid, asked text) returns uuid[]
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  plain text := word_pattern(asked, '');
  article text := word_pattern(asked, 'ال');
begin
  if stop is not null then
    return array(select s.id from stops s join businesses b on b.id = s.business_id
                 where s.id = stop and b.status = 'approved');
  end if;
  return array(select s.id from stops s join businesses b on b.id = s.business_id
               where (s.words like plain or s.words like article) and b.status = 'approved');
end $$;

-- Trips that leave a matching stop on that local date and reach a matching stop later, soonest first. Of
-- several matching stops of one trip the first counts, to the first it reaches after it.
create function trip_candidates(from_stop uuid, from_words text, to_stop uuid, to_words text, day date,
  at timestamptz, after_at timestamptz, after_trip uuid, most int)
returns table (business_id uuid, trip_id uuid, from_position int, to_position int, departs_at timestamptz)
stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan
rows 20 language plpgsql as $$
#variable_conflict use_column
declare
  -- Arrays, because what the planner guesses for a LIKE is off by a thousand and joins built on it too.
  origins uuid[] := matching_stops(from_stop, from_words);
  targets uuid[] := matching_stops(to_stop, to_words);
begin
  return query
  with boarding as (
    select o.id, s.business_id, day::timestamp at time zone s.timezone as day_starts,
           (day + 1)::timestamp at time zone s.timezone as day_ends
    from unnest(origins) o (id) join stops s on s.id = o.id
  ), legs as (
    select f.business_id, f.journey_id, f.position as from_position, f.departs_seconds, b.day_starts, b.day_ends,
           min(a.position) as to_position
    from boarding b
    join journey_stops f on f.business_id = b.business_id and f.stop_id = b.id and f.boards
    join journey_stops a on a.business_id = f.business_id and a.journey_id = f.journey_id
      and a.position > f.position and a.alights and a.stop_id = any (targets)
    group by 1, 2, 3, 4, 5, 6
  ), found as (
    select distinct on (t.business_id, t.id) t.business_id, t.id, l.from_position, l.to_position,
           t.origin_at + make_interval(secs => l.departs_seconds) as departs_at
    from legs l
    join trips t on t.business_id = l.business_id and t.journey_id = l.journey_id
      and t.origin_at >= l.day_starts - make_interval(secs => l.departs_seconds)
      and t.origin_at < l.day_ends - make_interval(secs => l.departs_seconds)
    where t.status = 'scheduled'
    order by t.business_id, t.id, l.from_position
  )
  select f.business_id, f.id, f.from_position, f.to_position, f.departs_at from found f
  where f.departs_at > at and (after_trip is null or (f.departs_at, f.id) > (after_at, after_trip))
  order by f.departs_at, f.id limit most;
end $$;

-- Free seats of many trips, each for its own part of the way, by class; a class with none has no row.
create function trip_seats_free(businesses uuid[], trips uuid[], froms timestamptz[], untils timestamptz[],
  at timestamptz)
returns table (trip_id uuid, class text, free int)
stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off rows 40 language plpgsql as $$
begin
  return query
  with wanted as materialized (
    select w.trip, t.business_id, t.vehicle_id,
           array(select c.seat_no from busy_claims(w.business, array[w.trip], w.from_at, w.until_at, at) c) as taken
    from unnest(businesses, trips, froms, untils) w (business, trip, from_at, until_at)
    join trips t on t.business_id = w.business and t.id = w.trip
  )
  select w.trip, s.class, count(*)::int
  from wanted w join vehicle_seats s on s.business_id = w.business_id and s.vehicle_id = w.vehicle_id
  where s.seat_no <> all (w.taken)
  group by w.trip, s.class;
end $$;

-- Locations in a city: their own, or where they name none their business's.
create function places_in(city text) returns uuid[]
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  plain text := word_pattern(city, '');
  article text := word_pattern(city, 'ال');
begin
  return array(
    select l.id from locations l where l.city_words like plain or l.city_words like article
    union all
    select l.id from businesses b join locations l on l.business_id = b.id and l.city_words = '  '
    where b.city_words like plain or b.city_words like article);
end $$;

-- Whether a type may have so many rooms free every night: closed nights and what is taken, no other rule.
create function may_have_rooms(r room_types, first_night date, last_night date, rooms_wanted int, at timestamptz)
returns boolean stable language plpgsql as $$
begin
  return r.rooms >= rooms_wanted
    and not exists (
      select 1 from room_rates n where n.business_id = r.business_id and n.room_type_id = r.id
        and n.night between first_night and last_night and n.closed)
    and not exists (
      select 1 from pool_buckets k where k.business_id = r.business_id and k.pool_id = r.id
        and k.bucket between first_night and last_night and k.taken > r.rooms - rooms_wanted
        and k.taken - coalesce((
          select sum(c.quantity) from pool_claims c
          where c.business_id = k.business_id and c.pool_id = k.pool_id and c.bucket = k.bucket
            and c.blocking and c.expires_at <= at), 0) > r.rooms - rooms_wanted);
end $$;

-- Properties that may have rooms for these dates, each where the usual price of its cheapest such room puts it:
-- room types are walked in that order and looked into until a page is full, so neither the number of bookings
-- nor that of properties matters. What counts here may let through what the rules refuse, never the other
-- way round.
create function stay_candidates(city text, first_night date, last_night date, rooms_wanted int, guests int,
  at timestamptz, after_price bigint, after_type uuid, most int)
returns table (business_id uuid, location_id uuid, room_type_id uuid, usual_price bigint)
stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_material = off set join_collapse_limit = 1 rows 20 language plpgsql as $$
declare
  places uuid[];
  walk refcursor;
  next record;
  type room_types;
  found_so_far int := 0;
begin
  after_price := coalesce(after_price, -1);
  after_type := coalesce(after_type, '00000000-0000-0000-0000-000000000000');
  if city is not null then places := places_in(city); end if;
  -- The prices of a few places are sorted; if there are many, walking everybody's soon comes upon them. A page
  -- takes about 40 of their room types, a place has about 3. Joined in the order written, one row at a time.
  if cardinality(places)::float8 ^ 2 * 3 < 40 * (select c.reltuples from pg_class c where c.oid = 'locations'::regclass) then
    open walk no scroll for
      select r as row, o.location_id
      from unnest(places) p (id)
      join locations l on l.id = p.id and l.active
      join businesses b on b.id = l.business_id and b.status = 'approved'
      join offerings o on o.business_id = l.business_id and o.location_id = l.id and o.active
      join room_types r on r.business_id = o.business_id and r.id = o.id
      where (r.price_minor, r.id) > (after_price, after_type) and r.occupancy * rooms_wanted >= guests
      order by r.price_minor, r.id;
  else
    open walk no scroll for
      select r as row, o.location_id
      from room_types r
      join offerings o on o.business_id = r.business_id and o.id = r.id and o.active
      join locations l on l.business_id = o.business_id and l.id = o.location_id and l.active
        and (places is null or l.id = any (places))
      join businesses b on b.id = r.business_id and b.status = 'approved'
      where (r.price_minor, r.id) > (after_price, after_type) and r.occupancy * rooms_wanted >= guests
      order by r.price_minor, r.id;
  end if;
  loop
    fetch walk into next;
    exit when not found;
    type := next.row;
    continue when not may_have_rooms(type, first_night, last_night, rooms_wanted, at);
    -- Its place stands where its cheapest room stands.
    continue when exists (
      select 1
      from offerings o join room_types s on s.business_id = o.business_id and s.id = o.id
      where o.business_id = type.business_id and o.location_id = next.location_id and o.active
        and (s.price_minor, s.id) < (type.price_minor, type.id) and s.occupancy * rooms_wanted >= guests
        and may_have_rooms(s, first_night, last_night, rooms_wanted, at));
    business_id := type.business_id;
    location_id := next.location_id;
    room_type_id := type.id;
    usual_price := type.price_minor;
    return next;
    found_so_far := found_so_far + 1;
    exit when found_so_far = most;
  end loop;
  close walk;
end $$;

do $$
declare
  door text;
begin
  foreach door in array array[
    'matching_stops(uuid, text)',
    'trip_candidates(uuid, text, uuid, text, date, timestamptz, timestamptz, uuid, int)',
    'trip_seats_free(uuid[], uuid[], timestamptz[], timestamptz[], timestamptz)',
    'places_in(text)', 'may_have_rooms(room_types, date, date, int, timestamptz)',
    'stay_candidates(text, date, date, int, int, timestamptz, bigint, uuid, int)'] loop
    execute format('alter function %s owner to holdfast_engine', door);
    execute format('revoke all on function %s from public', door);
    if door not in ('matching_stops(uuid, text)', 'places_in(text)',
                    'may_have_rooms(room_types, date, date, int, timestamptz)') then
      execute format('grant execute on function %s to holdfast_app', door);
    end if;
  end loop;
end $$;
