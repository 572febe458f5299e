-- Releases what the changed items own and no longer want, and what an amendment held beside it, and takes the new in
-- this transaction, or raises HF001. The old is released first, so that the new may overlap it; others see both at
-- once. Units before buckets, as everywhere. Returns the picked units: [{itemId, pick, unitIds}].
-- items: rows with their future times, to judge the units by; null when they were judged while they were held.
create or replace function swap_inventory(b bookings, changed uuid[], held_for uuid, want wanted, items jsonb) returns jsonb
set search_path = public, pg_temp language plpgsql as $$
declare
  rest wanted;
  owned claims[] := array(select c from claims c
    where c.business_id = b.business_id and c.booking_id = b.id and c.blocking);
  picks jsonb;
begin
  perform lock_units(want);
  perform lock_wanted_buckets(b, want, '{}');
  rest := keep_owned(b, want);
  update claims c set blocking = false
  where c.business_id = b.business_id and c.booking_id = b.id and c.blocking
    and (c.amendment_id = held_for or (c.item_id = any (changed) and c.amendment_id is null and not exists (
      select from unnest(want.claims) w where w.item_id = c.item_id and w.generation = c.generation)));
  update pool_claims p set blocking = false
  where p.business_id = b.business_id and p.booking_id = b.id and p.blocking
    and (p.amendment_id = held_for or (p.item_id = any (changed) and p.amendment_id is null and not exists (
      select from unnest(want.buckets) w where w.item_id = p.item_id and w.generation = p.generation)));
  -- What was agreed while an amendment waited is taken whatever times its trip has now; what is new was checked for
  -- time before (assert_open).
  perform set_config('app.kept_booking', b.id::text, true);
  perform take_claims(rest);
  perform set_config('app.kept_booking', '', true);
  picks := take_picks(rest);
  perform take_buckets(rest);
  if items is not null then perform assert_offered(rest, items, owned); end if;
  return picks;
end $$;

alter function swap_inventory(bookings, uuid[], uuid, wanted, jsonb) owner to holdfast_engine;
revoke all on function swap_inventory(bookings, uuid[], uuid, wanted, jsonb) from public;
