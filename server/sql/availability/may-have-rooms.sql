-- Whether a room type may have that many rooms free every night. Considers only closed nights and rooms taken.
create or replace function may_have_rooms(r room_types, first_night date, last_night date, rooms_wanted int, at timestamptz)
returns boolean stable set search_path = public, pg_temp language plpgsql as $$
begin
  return r.rooms >= rooms_wanted
    and not exists (
      select 1 from room_rates n where n.business_id = r.business_id and n.room_type_id = r.id
        and n.night between first_night and last_night and n.closed)
    and not exists (
      select 1 from pool_taken(r.business_id, r.id, first_night, last_night, at, null) k
      where k.counted > r.rooms - rooms_wanted and k.taken > r.rooms - rooms_wanted);
end $$;

alter function may_have_rooms(room_types,date,date,integer,timestamp with time zone) owner to holdfast_engine;
revoke all on function may_have_rooms(room_types,date,date,integer,timestamp with time zone) from public;
