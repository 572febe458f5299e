-- When a booking, or the booking as an amendment would make it, next begins, by current trip times; null when all of
-- it has begun.
create or replace function begins_next(b bookings, a amendments) returns timestamptz
stable set search_path = public, pg_temp language sql as $$
  select min(x.starts_at) from (
    select i.starts_at from booking_items i
    where i.business_id = b.business_id and i.booking_id = b.id and i.state = 'active'
    union all
    select coalesce(s.departs_at, w.starts_at)
    from jsonb_populate_recordset(null::wanted_claim, a.plan->'wanted'->'claims') w
    left join trips t on t.business_id = b.business_id and t.id = w.unit_id
    left join lateral seat_times(t, w.from_position, w.to_position) s on t.id is not null) x
  where x.starts_at > app_now()
$$;

alter function begins_next(bookings, amendments) owner to holdfast_engine;
revoke all on function begins_next(bookings, amendments) from public;
