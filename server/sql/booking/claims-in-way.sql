-- The claims that conflict with this one: on the same seat for an overlapping segment, or on the same unit at the
-- same time.
create or replace function claims_in_way(w wanted_claim) returns setof claims stable set search_path = public, pg_temp language plpgsql as $$
begin
  if w.seat_no = 0 then
    return query select * from claims_within(w.business_id, w.unit_id, w.starts_at, w.ends_at);
  else
    return query
    select * from claims c
    where c.business_id = w.business_id and c.unit_id = w.unit_id and c.seat_no = w.seat_no and c.blocking
      and c.seat_no > 0 and c.from_position < w.to_position and c.to_position > w.from_position;
  end if;
end $$;

alter function claims_in_way(wanted_claim) owner to holdfast_engine;
revoke all on function claims_in_way(wanted_claim) from public;
