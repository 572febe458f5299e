-- Boarding and alighting times of a trip between two positions of its timetable; no row when either is not allowed.
-- Boundaries stand in where a feed has no time between the two.
create or replace function seat_times(t trips, from_stop int, to_stop int)
returns table (departs_at timestamptz, arrives_at timestamptz, from_id uuid, to_id uuid)
stable security definer set search_path = public, pg_temp rows 1 language plpgsql as $$
begin
  return query
  select
    t.origin_at + make_interval(secs => case when a.arrives_seconds <= f.departs_seconds
      then f.boundary_seconds else f.departs_seconds end),
    t.origin_at + make_interval(secs => case when a.arrives_seconds <= f.departs_seconds
      then a.boundary_seconds else a.arrives_seconds end),
    f.stop_id, a.stop_id
  from timetable_stops f
  join timetable_stops a on a.business_id = f.business_id and a.timetable_id = f.timetable_id
    and a.position = to_stop and a.alights
  where f.business_id = t.business_id and f.timetable_id = t.timetable_id and f.position = from_stop and f.boards;
end $$;

alter function seat_times(trips,integer,integer) owner to holdfast_engine;
alter function seat_times(trips,integer,integer)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function seat_times(trips,integer,integer) from public;
