-- Trips that leave a matching stop on that local date and reach a matching stop later, soonest first. Of several
-- matching stops of one trip, the first that can still be boarded counts (not left yet, and not inside the route's
-- lead time), to the first one after it. A stop that a trip passes twice is boarded the first time, as in
-- findSegment() in availability/trips/trip.ts, because a booking names only the stop.
create or replace function trip_candidates(from_stop uuid, from_words text, to_stop uuid, to_words text, day date,
  at timestamptz, after_at timestamptz, after_trip uuid, most int)
returns table (business_id uuid, trip_id uuid, from_position int, to_position int, departs_at timestamptz)
stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
set enable_material = off set join_collapse_limit = 1 rows 20 language plpgsql as $$
#variable_conflict use_column
declare
  -- Arrays, because the planner's estimate for a LIKE is off by a factor of a thousand, and so are joins built on it.
  origins uuid[] := matching_stops(from_stop, from_words);
  targets uuid[] := matching_stops(to_stop, to_words);
begin
  return query
  -- Joined in the order written, one row at a time: the trips of a timetable are found by their date.
  with legs as materialized (
    select f.business_id, f.timetable_id, f.position as from_position, f.departs_seconds,
           day::timestamp at time zone s.timezone as day_starts, (day + 1)::timestamp at time zone s.timezone as day_ends,
           -- Binary search in the sorted targets: words may name thousands of stops.
           (select min(a.position) from timetable_stops a
            where a.business_id = f.business_id and a.timetable_id = f.timetable_id and a.position > f.position
              and a.alights and targets[width_bucket(a.stop_id, targets)] = a.stop_id) as to_position
    from unnest(origins) o (id)
    join stops s on s.id = o.id
    join timetable_stops f on f.business_id = s.business_id and f.stop_id = s.id and f.boards
      and not exists (select from timetable_stops e
        where e.business_id = f.business_id and e.timetable_id = f.timetable_id and e.stop_id = f.stop_id and e.boards
          and e.position < f.position)
  ), found as (
    select distinct on (t.business_id, t.id) t.business_id, t.id, l.from_position, l.to_position,
           t.origin_at + make_interval(secs => l.departs_seconds) as departs_at
    from legs l
    join trips t on t.business_id = l.business_id and t.timetable_id = l.timetable_id
      and t.origin_at >= l.day_starts - make_interval(secs => l.departs_seconds)
      and t.origin_at < l.day_ends - make_interval(secs => l.departs_seconds)
    join journeys j on j.business_id = t.business_id and j.id = t.journey_id
    join offerings o on o.business_id = j.business_id and o.id = j.route_id
    where l.to_position is not null and t.status = 'scheduled'
      and t.origin_at + make_interval(secs => l.departs_seconds) > at
      and t.origin_at + make_interval(secs => l.departs_seconds) >= at + make_interval(mins => o.lead_minutes)
    order by t.business_id, t.id, l.from_position
  )
  select f.business_id, f.id, f.from_position, f.to_position, f.departs_at from found f
  where after_trip is null or (f.departs_at, f.id) > (after_at, after_trip)
  order by f.departs_at, f.id limit most;
end $$;

alter function trip_candidates(uuid,text,uuid,text,date,timestamp with time zone,timestamp with time zone,uuid,integer) owner to holdfast_engine;
revoke all on function trip_candidates(uuid,text,uuid,text,date,timestamp with time zone,timestamp with time zone,uuid,integer) from public;
grant execute on function trip_candidates(uuid,text,uuid,text,date,timestamp with time zone,timestamp with time zone,uuid,integer) to holdfast_app;
