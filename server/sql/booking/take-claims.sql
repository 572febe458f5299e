-- Takes all fixed claims, in one order for everybody. DO NOTHING, because a plain insert can deadlock on an exclusion
-- constraint (PostgreSQL execIndexing.c). Raises HF001 with what was missed, and whatever guard_seat_claim() raises.
create or replace function take_claims(want wanted) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  c wanted_claim;
  missed jsonb := '[]';
begin
  for c in select * from unnest(want.claims) order by unit_id, seat_no, starts_at loop
    insert into claims (business_id, unit_id, seat_no, booking_id, item_id, starts_at, ends_at, expires_at, passenger,
      generation, from_position, to_position, label)
    values (c.business_id, c.unit_id, c.seat_no, c.booking_id, c.item_id, c.starts_at, c.ends_at, c.expires_at,
      c.passenger, c.generation, c.from_position, c.to_position, c.label)
    on conflict do nothing;
    if not found then
      missed := missed || jsonb_build_object('itemId', c.item_id, 'unitId', c.unit_id, 'seatNo', c.seat_no);
    end if;
  end loop;
  if missed <> '[]' then
    perform raise_refusal(refused_taken('claim', missed, false, cardinality(overdue_holds(want)) > 0), 'already taken');
  end if;
end $$;

alter function take_claims(wanted) owner to holdfast_engine;
revoke all on function take_claims(wanted) from public;
