-- The property of a room type; null when the caller cannot see it.
create or replace function stay_facts(room_type uuid, first_night date, last_night date, at timestamptz) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  o offerings := visible_offering(room_type, 'roomType');
begin
  return (select f.property from property_facts(array[o.business_id], array[o.location_id],
                                                first_night, last_night, at) f);
end $$;

alter function stay_facts(uuid,date,date,timestamp with time zone) owner to holdfast_engine;
alter function stay_facts(uuid,date,date,timestamp with time zone)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function stay_facts(uuid,date,date,timestamp with time zone) from public;
grant execute on function stay_facts(uuid,date,date,timestamp with time zone) to holdfast_app;
