-- Properties that may have rooms for these dates, sorted by the usual price of the cheapest such room: room types are
-- read in that order and checked until a page is full, so the cost depends neither on the number of bookings nor on
-- that of properties. This may let through what the rules refuse, never the reverse.
create or replace function stay_candidates(city text, first_night date, last_night date, rooms_wanted int, guests int,
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
  -- With few places, their prices are sorted; with many, a scan of all prices soon finds them. A page takes about 40
  -- of their room types, and a place has about 3. Joined in the order written, one row at a time.
  if cardinality(places)::float8 ^ 2 * 3 < 40 * (select c.reltuples from pg_class c where c.oid = 'locations'::regclass) then
    open walk no scroll for
      select r as row, o.location_id
      from unnest(places) p (id)
      join locations l on l.id = p.id and l.active
      join businesses b on b.id = l.business_id and business_is_public(b.status)
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
      join businesses b on b.id = r.business_id and business_is_public(b.status)
      where (r.price_minor, r.id) > (after_price, after_type) and r.occupancy * rooms_wanted >= guests
      order by r.price_minor, r.id;
  end if;
  loop
    fetch walk into next;
    exit when not found;
    type := next.row;
    continue when not may_have_rooms(type, first_night, last_night, rooms_wanted, at);
    -- A property is placed where its cheapest room is.
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

alter function stay_candidates(text,date,date,integer,integer,timestamp with time zone,bigint,uuid,integer) owner to holdfast_engine;
revoke all on function stay_candidates(text,date,date,integer,integer,timestamp with time zone,bigint,uuid,integer) from public;
grant execute on function stay_candidates(text,date,date,integer,integer,timestamp with time zone,bigint,uuid,integer) to holdfast_app;
