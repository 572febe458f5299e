-- Properties that may have rooms for these dates, sorted by the usual price of the cheapest such room: room types are
-- read in that order until a page is full, so the cost depends neither on the number of bookings nor on that of
-- properties. This may let through what the rules refuse, never the reverse: of them it considers only capacity, closed
-- nights and rooms taken.
create or replace function stay_candidates(city text, first_night date, last_night date, rooms_wanted int, guests int,
  at timestamptz, after_price bigint, after_type uuid, most int)
returns table (business_id uuid, location_id uuid, room_type_id uuid, usual_price bigint)
stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_material = off set enable_sort = off set join_collapse_limit = 1 rows 20 language plpgsql as $$
#variable_conflict use_column
declare
  plain text := word_pattern(city, '');
  article text := word_pattern(city, 'ال');
  -- With few places, their prices are sorted; with more, a scan of all prices soon finds them. A page takes about 40
  -- of their room types, and a place has about 3.
  few int := (select floor(sqrt(40 * greatest(c.reltuples, 0) / 3)) from pg_class c where c.oid = 'locations'::regclass);
  places uuid[];
begin
  after_price := coalesce(after_price, -1);
  after_type := coalesce(after_type, '00000000-0000-0000-0000-000000000000');
  if city is not null then places := places_in(city, few + 1); end if;
  -- Joined in the order written, one row at a time, without sorting all prices first. A property is placed where its
  -- cheapest room is: none that is cheaper may have rooms.
  if cardinality(places) <= few then
    return query
    select r.business_id, o.location_id, r.id, r.price_minor
    from unnest(places) p (id)
    join locations l on l.id = p.id and l.active
    join businesses b on b.id = l.business_id and business_is_public(b.status)
    join offerings o on o.business_id = l.business_id and o.location_id = l.id and o.active
    join room_types r on r.business_id = o.business_id and r.id = o.id
    where (r.price_minor, r.id) > (after_price, after_type) and r.occupancy * rooms_wanted >= guests
      and (select bool_and(s.id = r.id)
           from offerings p join room_types s on s.business_id = p.business_id and s.id = p.id
           where p.business_id = b.id and p.location_id = l.id and p.active
             and (s.price_minor, s.id) <= (r.price_minor, r.id) and s.occupancy * rooms_wanted >= guests
             and s.rooms >= rooms_wanted
             and not coalesce((
               select bool_or(n.closed) from room_rates n
               where n.business_id = s.business_id and n.room_type_id = s.id
                 and n.night between first_night and last_night), false)
             and not exists (
               select from pool_taken(s.business_id, s.id, first_night, last_night, at, null) k
               where k.counted > s.rooms - rooms_wanted and k.taken > s.rooms - rooms_wanted))
    order by r.price_minor, r.id limit most;
  else
    return query
    select r.business_id, o.location_id, r.id, r.price_minor
    from room_types r
    join offerings o on o.business_id = r.business_id and o.id = r.id and o.active
    join locations l on l.business_id = o.business_id and l.id = o.location_id and l.active
    join businesses b on b.id = r.business_id and business_is_public(b.status)
      and (city is null or in_city(l.city_words, b.city_words, plain, article))
    where (r.price_minor, r.id) > (after_price, after_type) and r.occupancy * rooms_wanted >= guests
      and (select bool_and(s.id = r.id)
           from offerings p join room_types s on s.business_id = p.business_id and s.id = p.id
           where p.business_id = b.id and p.location_id = l.id and p.active
             and (s.price_minor, s.id) <= (r.price_minor, r.id) and s.occupancy * rooms_wanted >= guests
             and s.rooms >= rooms_wanted
             and not coalesce((
               select bool_or(n.closed) from room_rates n
               where n.business_id = s.business_id and n.room_type_id = s.id
                 and n.night between first_night and last_night), false)
             and not exists (
               select from pool_taken(s.business_id, s.id, first_night, last_night, at, null) k
               where k.counted > s.rooms - rooms_wanted and k.taken > s.rooms - rooms_wanted))
    order by r.price_minor, r.id limit most;
  end if;
end $$;

alter function stay_candidates(text,date,date,integer,integer,timestamp with time zone,bigint,uuid,integer) owner to holdfast_engine;
revoke all on function stay_candidates(text,date,date,integer,integer,timestamp with time zone,bigint,uuid,integer) from public;
grant execute on function stay_candidates(text,date,date,integer,integer,timestamp with time zone,bigint,uuid,integer) to holdfast_app;
