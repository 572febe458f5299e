-- Returns the result of stay_candidates() in the form the rules read: [{usualPrice, roomTypeId, property}].
create or replace function found_stays(city text, first_night date, last_night date, rooms_wanted int, guests int,
  at timestamptz, after_price bigint, after_type uuid, most int) returns json
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    with c as materialized (
      select * from stay_candidates(city, first_night, last_night, rooms_wanted, guests, at, after_price, after_type, most)
        with ordinality c (business_id, location_id, room_type_id, usual_price, n)
    )
    select coalesce(json_agg(json_build_object(
      'usualPrice', c.usual_price, 'roomTypeId', c.room_type_id, 'property', f.property) order by c.n), '[]')
    from property_facts((select array_agg(c.business_id order by c.n) from c),
      (select array_agg(c.location_id order by c.n) from c), first_night, last_night, at) f
    join c on c.n = f.n);
end $$;

alter function found_stays(text,date,date,integer,integer,timestamp with time zone,bigint,uuid,integer) owner to holdfast_engine;
alter function found_stays(text,date,date,integer,integer,timestamp with time zone,bigint,uuid,integer)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function found_stays(text,date,date,integer,integer,timestamp with time zone,bigint,uuid,integer) from public;
grant execute on function found_stays(text,date,date,integer,integer,timestamp with time zone,bigint,uuid,integer) to holdfast_app;
