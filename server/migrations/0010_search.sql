-- Why: searching trips and stays across all businesses. What is free may be counted by everybody and read
-- by nobody, so the counting runs as holdfast_engine; these functions only narrow down and put in order,
-- the rules decide in the program, on facts read with the caller's own rights.
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

create index journeys_route on journeys (business_id, route_id);
create index trips_origin on trips (business_id, journey_id, origin_at);
create index offerings_location on offerings (business_id, location_id);

-- Trips that leave a matching stop on that local date and reach a matching stop later, soonest first. Of
-- several matching stops of one trip the first counts, to the first it reaches after it.
create function trip_candidates(from_stop uuid, from_words text, to_stop uuid, to_words text, day date,
  at timestamptz, after_at timestamptz, after_trip uuid, most int)
returns table (business_id uuid, trip_id uuid, from_position int, to_position int, departs_at timestamptz)
stable security definer set search_path = public, pg_temp rows 20 language plpgsql as $$
#variable_conflict use_column
declare
  from_plain text := word_pattern(from_words, '');
  from_article text := word_pattern(from_words, 'ال');
  to_plain text := word_pattern(to_words, '');
  to_article text := word_pattern(to_words, 'ال');
begin
  return query
  with origins as materialized (
    select s.business_id, s.id, day::timestamp at time zone s.timezone as day_starts,
           (day + 1)::timestamp at time zone s.timezone as day_ends
    from stops s join businesses b on b.id = s.business_id and b.status = 'approved'
    where case when from_stop is null then s.words like from_plain or s.words like from_article
               else s.id = from_stop end
  ), targets as materialized (
    select s.business_id, s.id from stops s
    where case when to_stop is null then s.words like to_plain or s.words like to_article
               else s.id = to_stop end
  ), legs as materialized (
    select o.business_id, f.journey_id, f.position as from_position, f.departs_seconds, o.day_starts, o.day_ends,
           min(a.position) as to_position
    from origins o
    join journey_stops f on f.business_id = o.business_id and f.stop_id = o.id and f.boards
    join journey_stops a on a.business_id = f.business_id and a.journey_id = f.journey_id
      and a.position > f.position and a.alights
    join targets g on g.business_id = a.business_id and g.id = a.stop_id
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
