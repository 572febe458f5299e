-- The orders of a batch that want what an earlier order of it wants. The server keeps them apart; this is for what
-- slips through.
create or replace function clashing_orders(want wanted, owners jsonb) returns int[]
stable set search_path = public, pg_temp language plpgsql as $$
begin
  return array(
    select distinct owner_of(owners, b.booking_id)
    from unnest(want.claims) a join unnest(want.claims) b on b.unit_id = a.unit_id and b.seat_no = a.seat_no
    where a.booking_id <> b.booking_id and claims_overlap(a, b));
end $$;

alter function clashing_orders(wanted, jsonb) owner to holdfast_engine;
alter function clashing_orders(wanted, jsonb) set enable_hashjoin = on;
revoke all on function clashing_orders(wanted, jsonb) from public;

-- Whether two claims on the same unit, or seat, exclude each other.
create or replace function claims_overlap(a wanted_claim, b wanted_claim) returns boolean
immutable parallel safe language sql as $$
  select case when a.seat_no = 0 then a.starts_at < b.ends_at and b.starts_at < a.ends_at
    else a.from_position < b.to_position and b.from_position < a.to_position end
$$;

-- Whether any claim of one list excludes one of the other.
create or replace function claims_clash(ours wanted_claim[], others wanted_claim[]) returns boolean
immutable set search_path = public, pg_temp language plpgsql as $$
begin
  return exists (
    select from unnest(ours) a join unnest(others) b on b.unit_id = a.unit_id and b.seat_no = a.seat_no
    where claims_overlap(a, b));
end $$;

alter function claims_clash(wanted_claim[], wanted_claim[]) owner to holdfast_engine;
revoke all on function claims_clash(wanted_claim[], wanted_claim[]) from public;
