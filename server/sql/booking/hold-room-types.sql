-- Holds the room counts that open_night() will copy, before any bucket is locked: whoever lowers a count locks the room
-- type first and its buckets then, and two who come from both ends would wait for each other.
create or replace function hold_room_types(want wanted) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  if cardinality(want.nights) = 0 then return; end if;
  perform 1 from room_types r
  where (r.business_id, r.id) in (
    select n.business_id, n.pool_id from unnest(want.nights) n where not exists (
      select from pool_buckets b where b.business_id = n.business_id and b.pool_id = n.pool_id and b.bucket = n.bucket))
  order by r.business_id, r.id for share;
end $$;

alter function hold_room_types(wanted) owner to holdfast_engine;
revoke all on function hold_room_types(wanted) from public;
