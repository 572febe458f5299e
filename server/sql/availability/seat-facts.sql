-- Null when the caller cannot see the trip. Omitted stops default to the first and last of the trip. Reads up to
-- `most_next` later trips of the route; each costs as much as the map itself, so who needs none asks for 0.
create or replace function seat_facts(trip uuid, from_stop uuid, to_stop uuid, at timestamptz, most_next int) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  t trips;
  route uuid;
  y record;
begin
  select * into t from trips x where x.id = trip and is_visible(x.business_id);
  if not found then return null; end if;
  select j.route_id into route from journeys j where j.business_id = t.business_id and j.id = t.journey_id;
  select * into y from stops_of(t.business_id, t.timetable_id);
  from_stop := coalesce(from_stop, y.boards_first);
  to_stop := coalesce(to_stop, y.alights_last);
  return json_build_object(
    'route', route_facts(t.business_id, route, from_stop || y.stop_ids[:cardinality(y.stop_ids) - 1],
                         to_stop || y.stop_ids[2:]),
    'trip', trip_facts(t, y.stops),
    'seats', coalesce((
      select json_agg(json_build_object('no', v.seat_no, 'label', v.label, 'row', v.row_no,
                                        'column', v.column_no, 'class', v.class) order by v.seat_no)
      from vehicle_seats v where v.business_id = t.business_id and v.vehicle_id = t.vehicle_id and v.retired_at is null), '[]'),
    'busy', coalesce((
      select json_agg(json_build_array(c.seat_no, c.from_position, c.to_position, c.held))
      from busy_seats(t.business_id, t.id, y.first_position, y.last_position, at) c), '[]'),
    'next', case when most_next = 0 then '[]' else next_trips(t, from_stop, to_stop, at, most_next) end);
end $$;

alter function seat_facts(uuid,uuid,uuid,timestamp with time zone,integer) owner to holdfast_engine;
alter function seat_facts(uuid,uuid,uuid,timestamp with time zone,integer)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function seat_facts(uuid,uuid,uuid,timestamp with time zone,integer) from public;
grant execute on function seat_facts(uuid,uuid,uuid,timestamp with time zone,integer) to holdfast_app;
