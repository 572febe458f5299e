-- A claim is made once and released once; what it covers never changes. Its number may rise, when an amendment takes
-- other parts of its item anew.
create or replace function guard_claim() returns trigger set search_path = public, pg_temp language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a claim is never deleted' using errcode = 'HF004';
  end if;
  if (new.business_id, new.id, new.unit_id, new.seat_no, new.booking_id, new.item_id, new.starts_at, new.ends_at,
      new.amendment_id, new.from_position, new.to_position, new.label, new.vehicle_id)
     is distinct from
     (old.business_id, old.id, old.unit_id, old.seat_no, old.booking_id, old.item_id, old.starts_at, old.ends_at,
      old.amendment_id, old.from_position, old.to_position, old.label, old.vehicle_id)
     or new.generation < old.generation or (new.blocking and not old.blocking) then
    raise exception 'a claim is only ever released' using errcode = 'HF004';
  end if;
  return new;
end $$;

create or replace trigger claims_guard before delete or update on claims
  for each row execute function guard_claim();
