-- A seat item with its trip's current times. Its cancellation cost never gets worse for the buyer: the original
-- free-cancellation deadline is kept in its policy from then on, and if the trip leaves more than half an hour off
-- the time sold, cancelling is free until it leaves.
create or replace function as_shown_now(i booking_items) returns booking_items
stable set search_path = public, pg_temp language plpgsql as $$
declare
  c claims;
  t trips;
  s record;
  free_until timestamptz;
begin
  select * into c from claims x where x.business_id = i.business_id and x.booking_id = i.booking_id and x.item_id = i.id
    and x.amendment_id is null
  order by x.generation desc limit 1;
  select * into t from trips x where x.business_id = c.business_id and x.id = c.unit_id;
  select x.departs_at, x.arrives_at, f.timezone as from_zone, a.timezone as to_zone into s
  from seat_times(t, c.from_position, c.to_position) x
  join stops f on f.business_id = t.business_id and f.id = x.from_id
  join stops a on a.business_id = t.business_id and a.id = x.to_id;
  if not found or (i.starts_at, i.ends_at) = (s.departs_at, s.arrives_at) then return i; end if;
  free_until := greatest((i.cancel_policy->>'freeUntil')::timestamptz,
    i.starts_at - make_interval(hours => (i.cancel_policy->>'freeHours')::int));
  if abs(extract(epoch from s.departs_at - c.starts_at)) > 1800 then
    free_until := greatest(free_until, s.departs_at);
    i.fee_floor_minor := 0;
  end if;
  if free_until > s.departs_at - make_interval(hours => (i.cancel_policy->>'freeHours')::int) then
    i.cancel_policy := i.cancel_policy || jsonb_build_object('freeUntil', free_until);
  end if;
  i.starts_at := s.departs_at;
  i.ends_at := s.arrives_at;
  i.sale_ends_at := s.departs_at;
  i.details := jsonb_set(jsonb_set(i.details, '{from,departure}', to_jsonb(zoned_text(s.departs_at, s.from_zone))),
    '{to,arrival}', to_jsonb(zoned_text(s.arrives_at, s.to_zone)));
  return i;
end $$;

alter function as_shown_now(booking_items) owner to holdfast_engine;
revoke all on function as_shown_now(booking_items) from public;
