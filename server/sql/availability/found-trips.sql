-- Returns the result of trip_candidates() for approved businesses in the form the rules read: {trips: [{id, origin,
-- cancelled, timetableId, routeId, fromPosition, toPosition, departs, free}], timetables: {id: {stopIds, calls: [[position,
-- arrives, departs, boundary, boards, alights]]}}, stops: {id: {name, timezone}}, routes: {id: route}}. Timetables share
-- their stops: written out in each they were a quarter of the search's work. Joined in the order written.
create or replace function found_trips(from_stop uuid, from_words text, to_stop uuid, to_words text, day date,
  at timestamptz, after_at timestamptz, after_trip uuid, most int) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    with found as materialized (
      select c.departs_at, c.from_position, c.to_position, t.*, j.route_id, f.stop_id as from_id, a.stop_id as to_id
      from trip_candidates(from_stop, from_words, to_stop, to_words, day, at, after_at, after_trip, most) c
      join trips t on t.business_id = c.business_id and t.id = c.trip_id
      join journeys j on j.business_id = t.business_id and j.id = t.journey_id
      join timetable_stops f on f.business_id = t.business_id and f.timetable_id = t.timetable_id
        and f.position = c.from_position
      join timetable_stops a on a.business_id = t.business_id and a.timetable_id = t.timetable_id
        and a.position = c.to_position
      join businesses b on b.id = t.business_id and business_is_public(b.status)
    ), z as materialized (
      select z.trip_id, json_object_agg(z.class, z.free) as free
      from trip_seats_free(
        (select array_agg(f.business_id order by f.id) from found f), (select array_agg(f.id order by f.id) from found f),
        (select array_agg(f.from_position order by f.id) from found f),
        (select array_agg(f.to_position order by f.id) from found f),
        at) z
      group by 1
    ), timetables as materialized (
      select k.business_id, k.timetable_id, k.route_id, array_agg(y.stop_id order by y.position) as stop_ids,
             array_agg(array[y.position, y.arrives_seconds, y.departs_seconds, y.boundary_seconds,
                             y.boards::int, y.alights::int] order by y.position) as calls
      from (select distinct f.business_id, f.timetable_id, f.route_id from found f) k
      join timetable_stops y on y.business_id = k.business_id and y.timetable_id = k.timetable_id
      group by 1, 2, 3
    ), pairs as (
      select f.business_id, f.route_id, f.from_id as a, f.to_id as b from found f
      union
      select y.business_id, y.route_id, l.a, l.b
      from timetables y, unnest(y.stop_ids[:cardinality(y.stop_ids) - 1], y.stop_ids[2:]) l (a, b)
    )
    select json_build_object(
      'trips', coalesce((
        select json_agg(json_build_object('id', f.id, 'origin', floor(date_part('epoch', f.origin_at))::bigint,
          'cancelled', f.status <> 'scheduled', 'timetableId', f.timetable_id, 'routeId', f.route_id,
          'fromPosition', f.from_position, 'toPosition', f.to_position, 'departs', date_part('epoch', f.departs_at),
          'free', coalesce(z.free, '{}')) order by f.departs_at, f.id)
        from found f left join z on z.trip_id = f.id), '[]'),
      'timetables', coalesce((
        select json_object_agg(y.timetable_id, json_build_object('stopIds', y.stop_ids, 'calls', y.calls))
        from timetables y), '{}'),
      'stops', coalesce((
        select json_object_agg(s.id, json_build_object(
          'name', json_build_object('ar', s.name_ar, 'en', s.name_en), 'timezone', s.timezone))
        from (select distinct y.business_id, u.id from timetables y, unnest(y.stop_ids) u (id)) u
        join stops s on s.business_id = u.business_id and s.id = u.id), '{}'),
      'routes', coalesce((
        select json_object_agg(p.route_id, route_facts(p.business_id, p.route_id, p.froms, p.tos))
        from (select p.business_id, p.route_id, array_agg(p.a) as froms, array_agg(p.b) as tos
              from pairs p group by 1, 2) p), '{}')));
end $$;

alter function found_trips(uuid,text,uuid,text,date,timestamp with time zone,timestamp with time zone,uuid,integer) owner to holdfast_engine;
alter function found_trips(uuid,text,uuid,text,date,timestamp with time zone,timestamp with time zone,uuid,integer)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off
  set join_collapse_limit = 1;
revoke all on function found_trips(uuid,text,uuid,text,date,timestamp with time zone,timestamp with time zone,uuid,integer) from public;
grant execute on function found_trips(uuid,text,uuid,text,date,timestamp with time zone,timestamp with time zone,uuid,integer) to holdfast_app;
