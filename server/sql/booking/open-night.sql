-- The bucket of a night that nobody has taken from yet. It copies the room count, which is held meanwhile: else a count
-- that is being lowered would be missed by the night that is being opened.
create or replace function open_night(business uuid, pool uuid, night date) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (select from public.pool_buckets b where b.business_id = business and b.pool_id = pool and b.bucket = night) then
    return;
  end if;
  insert into public.pool_buckets (business_id, pool_id, bucket, capacity)
  select business, pool, night, r.rooms from public.room_types r where r.business_id = business and r.id = pool for share
  on conflict do nothing;
end $$;

alter function open_night(uuid,uuid,date) owner to holdfast_engine;
revoke all on function open_night(uuid,uuid,date) from public;
