-- A stop of a timetable in the form the rules read. Has no settings of its own, so that the planner inlines it.
create or replace function stop_facts(y timetable_stops, s stops) returns json stable language sql as $$
  select json_build_object('position', y.position, 'id', y.stop_id,
    'name', json_build_object('ar', s.name_ar, 'en', s.name_en), 'timezone', s.timezone,
    'arrives', y.arrives_seconds, 'departs', y.departs_seconds, 'boundary', y.boundary_seconds,
    'boards', y.boards, 'alights', y.alights)
$$;

alter function stop_facts(timetable_stops,stops) owner to holdfast_engine;
revoke all on function stop_facts(timetable_stops,stops) from public;
