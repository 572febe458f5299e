-- Whether a room type may have that many rooms free every night. Considers only closed nights and rooms taken.
create or replace function may_have_rooms(r room_types, first_night date, last_night date, rooms_wanted int, at timestamptz)
returns boolean stable set search_path = public, pg_temp language plpgsql as $$
begin
  return r.rooms >= rooms_wanted
    and not exists (
      select 1 from room_rates n where n.business_id = r.business_id and n.room_type_id = r.id
        and n.night between first_night and last_night and n.closed)
    and not exists (
      select 1 from pool_buckets k where k.business_id = r.business_id and k.pool_id = r.id
        and k.bucket between first_night and last_night and k.taken > r.rooms - rooms_wanted
        and k.taken - coalesce((
          select sum(c.quantity) from pool_claims c
          where c.business_id = k.business_id and c.pool_id = k.pool_id and c.bucket = k.bucket
            and c.blocking and c.expires_at <= at), 0) > r.rooms - rooms_wanted);
end $$;

alter function may_have_rooms(room_types,date,date,integer,timestamp with time zone) owner to holdfast_engine;
revoke all on function may_have_rooms(room_types,date,date,integer,timestamp with time zone) from public;
