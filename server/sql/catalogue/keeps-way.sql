-- Whether a trip under its new timetable passes the same stops under the same positions as under the old one, from
-- boarding to alighting, with both still allowed.
create or replace function keeps_way(o trips, n trips, from_stop int, to_stop int) returns boolean
stable language sql as $$
  select o.timetable_id = n.timetable_id or (
    (select array_agg((s.position, s.stop_id)::text order by s.position) from public.timetable_stops s
     where s.business_id = o.business_id and s.timetable_id = o.timetable_id and s.position between from_stop and to_stop)
    is not distinct from
    (select array_agg((s.position, s.stop_id)::text order by s.position) from public.timetable_stops s
     where s.business_id = n.business_id and s.timetable_id = n.timetable_id and s.position between from_stop and to_stop)
    and exists (select from public.seat_times(n, from_stop, to_stop)))
$$;

alter function keeps_way(trips,trips,integer,integer) owner to holdfast_engine;
revoke all on function keeps_way(trips,trips,integer,integer) from public;
