-- What is wanted, with the current times of the seats' trips. Raises HF005 when that no longer matches what was
-- agreed: a trip that leaves more than half an hour off, or a seat of another class.
create or replace function as_timed_now(want wanted) returns wanted set search_path = public, pg_temp language plpgsql as $$
declare
  c wanted_claim;
  s record;
  timed wanted_claim[] := '{}';
begin
  -- An edit of one of the trips waits for this, or this waits for the edit.
  perform 1 from units u where exists (
    select from unnest(want.claims) x where x.business_id = u.business_id and x.unit_id = u.id and x.seat_no > 0)
  order by u.id for key share;
  foreach c in array want.claims loop
    if c.seat_no > 0 then
      select x.* into s from trips t cross join lateral seat_times(t, c.from_position, c.to_position) x
      where t.business_id = c.business_id and t.id = c.unit_id;
      if not found or abs(extract(epoch from s.departs_at - c.starts_at)) > 1800 then
        raise exception 'the trip leaves at another time now' using errcode = 'HF005', detail = '{"what":"trip"}';
      end if;
      if not exists (
        select from booking_items i
        cross join lateral jsonb_array_elements(i.details->'seats') sold
        join trips t on t.business_id = c.business_id and t.id = c.unit_id
        join vehicle_seats v on v.business_id = t.business_id and v.vehicle_id = t.vehicle_id and v.seat_no = c.seat_no
        where i.business_id = c.business_id and i.booking_id = c.booking_id and i.id = c.item_id
          and sold->>'label' = c.label and sold->>'class' = v.class) then
        raise exception 'the seat is of another class now' using errcode = 'HF005', detail = '{"what":"seat"}';
      end if;
      c.starts_at := s.departs_at;
      c.ends_at := s.arrives_at;
    end if;
    timed := timed || c;
  end loop;
  want.claims := timed;
  return want;
end $$;

alter function as_timed_now(wanted) owner to holdfast_engine;
revoke all on function as_timed_now(wanted) from public;
