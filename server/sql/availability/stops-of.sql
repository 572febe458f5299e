-- The stops of a timetable in the form the rules read, plus what other queries need of them.
create or replace function stops_of(business uuid, timetable uuid)
returns table (stops json, stop_ids uuid[], first_position int, last_position int, boards_first uuid, alights_last uuid)
stable security definer set search_path = public, pg_temp rows 1 language plpgsql as $$
begin
  return query
  select coalesce(json_agg(stop_facts(j, s) order by j.position), '[]'),
         array_agg(j.stop_id order by j.position), min(j.position), max(j.position),
         (array_agg(j.stop_id order by j.position) filter (where j.boards))[1],
         (array_agg(j.stop_id order by j.position desc) filter (where j.alights))[1]
  from timetable_stops j join stops s on s.business_id = j.business_id and s.id = j.stop_id
  where j.business_id = business and j.timetable_id = timetable;
end $$;

alter function stops_of(uuid,uuid) owner to holdfast_engine;
alter function stops_of(uuid,uuid)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function stops_of(uuid,uuid) from public;
