-- Refuses the losers of a race for fixed units before they write anything. Refuses only what take_claims() would
-- refuse; whatever slips through meets the constraint.
create or replace function refuse_claimed(want wanted) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  c wanted_claim;
  missed jsonb := '[]';
begin
  foreach c in array want.claims loop
    if exists (select from claims_in_way(c)) then
      missed := missed || jsonb_build_object('itemId', c.item_id, 'unitId', c.unit_id, 'seatNo', c.seat_no);
    end if;
  end loop;
  if missed <> '[]' then perform refuse_taken('claim', missed, false, want); end if;
end $$;

alter function refuse_claimed(wanted) owner to holdfast_engine;
revoke all on function refuse_claimed(wanted) from public;
