-- The next trips of a trip's route from one stop to another, leaving within a day of it or of now: [{trip,
-- fromPosition, toPosition, free}], soonest first.
create or replace function next_trips(this trips, from_stop uuid, to_stop uuid, at timestamptz, most int) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  business uuid := this.business_id;
  after_at timestamptz := greatest(at, (
    select this.origin_at + make_interval(secs => min(s.departs_seconds)) from timetable_stops s
    where s.business_id = this.business_id and s.timetable_id = this.timetable_id and s.stop_id = from_stop));
begin
  return (
    with legs as (
      select y.id as timetable_id, f.position as from_position, f.departs_seconds, a.position as to_position
      from journeys j
      join journeys k on k.business_id = j.business_id and k.route_id = j.route_id
      join timetables y on y.business_id = k.business_id and y.journey_id = k.id
      join timetable_stops f on f.business_id = y.business_id and f.timetable_id = y.id
        and f.stop_id = from_stop and f.boards
      join lateral (
        select s.position from timetable_stops s
        where s.business_id = y.business_id and s.timetable_id = y.id and s.stop_id = to_stop and s.alights
          and s.position > f.position
        order by s.position limit 1) a on true
      where j.business_id = business and j.id = this.journey_id
    ), n as materialized (
      select t.id, l.*, t.origin_at + make_interval(secs => l.departs_seconds) as departs_at
      from legs l
      join trips t on t.business_id = business and t.timetable_id = l.timetable_id and t.status = 'scheduled'
        and t.id <> this.id
        and t.origin_at > after_at - make_interval(secs => l.departs_seconds)
        and t.origin_at <= after_at - make_interval(secs => l.departs_seconds) + interval '24 hours'
      order by departs_at, t.id limit most
    ), z as (
      select z.trip_id, json_object_agg(z.class, z.free) as free
      from trip_seats_free((select array_agg(business) from n), (select array_agg(n.id order by n.id) from n),
        (select array_agg(n.from_position order by n.id) from n),
        (select array_agg(n.to_position order by n.id) from n), at) z
      group by 1
    )
    select coalesce(json_agg(json_build_object(
      'trip', trip_facts(t, (select y.stops from stops_of(business, t.timetable_id) y)),
      'fromPosition', n.from_position, 'toPosition', n.to_position, 'free', coalesce(z.free, '{}'))
      order by n.departs_at, n.id), '[]')
    from n join trips t on t.business_id = business and t.id = n.id left join z on z.trip_id = n.id);
end $$;

alter function next_trips(trips,uuid,uuid,timestamp with time zone,integer) owner to holdfast_engine;
alter function next_trips(trips,uuid,uuid,timestamp with time zone,integer)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function next_trips(trips,uuid,uuid,timestamp with time zone,integer) from public;
