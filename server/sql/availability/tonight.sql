-- The first night of a room type that can still be sold: the one that begins on today's local date.
create or replace function tonight(business uuid, room_type uuid) returns date stable set search_path = public, pg_temp language plpgsql as $$
begin
  return (select (app_now() at time zone l.timezone)::date
    from offerings o join locations l on l.business_id = o.business_id and l.id = o.location_id
    where o.business_id = business and o.id = room_type);
end $$;

revoke all on function tonight(uuid,uuid) from public;
grant execute on function tonight(uuid,uuid) to holdfast_app, holdfast_engine;
