-- Free seats of many trips by class, each for its own segment; a class with none has no row.
create or replace function trip_seats_free(businesses uuid[], trips uuid[], froms int[], untils int[], at timestamptz)
returns table (trip_id uuid, class text, free int)
stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off
set join_collapse_limit = 1 rows 40 language plpgsql as $$
declare
  ignored uuid[] := app_ignored_items();
begin
  return query
  -- The same seats as in busy_seats(), which would be called for each trip: that took twice as long.
  with wanted as materialized (
    select w.trip, t.business_id, t.vehicle_id,
           array(select c.seat_no from claims c
                 where c.business_id = w.business and c.unit_id = w.trip and c.blocking and c.seat_no > 0
                   and c.from_position < w.to_stop and c.to_position > w.from_stop
                   and (c.expires_at is null or c.expires_at > at)
                   and (ignored is null or c.item_id <> all (ignored))) as taken
    from unnest(businesses, trips, froms, untils) w (business, trip, from_stop, to_stop)
    join trips t on t.business_id = w.business and t.id = w.trip
  )
  select w.trip, s.class, count(*)::int
  from wanted w join vehicle_seats s on s.business_id = w.business_id and s.vehicle_id = w.vehicle_id
    and s.retired_at is null
  where s.seat_no <> all (w.taken)
  group by w.trip, s.class;
end $$;

alter function trip_seats_free(uuid[],uuid[],integer[],integer[],timestamp with time zone) owner to holdfast_engine;
revoke all on function trip_seats_free(uuid[],uuid[],integer[],integer[],timestamp with time zone) from public;
grant execute on function trip_seats_free(uuid[],uuid[],integer[],integer[],timestamp with time zone) to holdfast_app;
