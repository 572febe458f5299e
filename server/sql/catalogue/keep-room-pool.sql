-- A room type owns a pool that counts its rooms, with the nights as buckets. A new count applies to tonight and
-- later; fewer rooms than are sold for one of these nights are refused.
create or replace function keep_room_pool() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    -- Whatever the timezone, a check-out is over two days later.
    perform open_pool(new.business_id, new.id, new.rooms, 2);
    return new;
  end if;
  if tg_op = 'UPDATE' then
    perform resize_pool(new.business_id, new.id, new.rooms, tonight(new.business_id, new.id));
  else
    perform close_pool(old.business_id, old.id);
  end if;
  return null;
end $$;

alter function keep_room_pool() owner to holdfast_engine;
alter function keep_room_pool()
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function keep_room_pool() from public;
grant execute on function keep_room_pool() to holdfast_app;

create or replace trigger room_types_open_pool before insert on room_types
  for each row execute function keep_room_pool();

create or replace trigger room_types_capacity after update of rooms on room_types
  for each row when (old.rooms <> new.rooms) execute function keep_room_pool();

create or replace trigger room_types_close_pool after delete on room_types
  for each row execute function keep_room_pool();
