-- The seats of a trip that are taken on a segment, without their owners: the public may learn only that a seat is
-- taken.
create or replace function busy_seats(business uuid, trip uuid, from_stop int, to_stop int, at timestamptz)
returns table (seat_no int, from_position int, to_position int, held boolean)
stable security definer set search_path = public, pg_temp rows 200 language plpgsql as $$
declare
  ignored uuid[] := app_ignored_items();
begin
  return query
  -- "Held" means not paid yet. A booking that waits to be accepted also expires, but counts as taken.
  select c.seat_no, c.from_position, c.to_position, c.expires_at is not null and not exists (
    select from bookings b where b.business_id = c.business_id and b.id = c.booking_id and b.status = 'pending')
  from claims c
  where c.business_id = business and c.unit_id = trip and c.blocking and c.seat_no > 0
    and c.from_position < to_stop and c.to_position > from_stop
    and (c.expires_at is null or c.expires_at > at)
    and (ignored is null or c.item_id <> all (ignored));
end $$;

alter function busy_seats(uuid,uuid,integer,integer,timestamp with time zone) owner to holdfast_engine;
alter function busy_seats(uuid,uuid,integer,integer,timestamp with time zone)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function busy_seats(uuid,uuid,integer,integer,timestamp with time zone) from public;
grant execute on function busy_seats(uuid,uuid,integer,integer,timestamp with time zone) to holdfast_app;
