-- The units that were picked, as claims to exactly these: what an amendment that waits is swapped to later.
create or replace function with_picks(want wanted, picks jsonb) returns wanted
stable language plpgsql as $$
declare
  fixed wanted := want;
begin
  fixed.claims := want.claims || array(
    select (p.business_id, p.booking_id, p.item_id, u.id::uuid, 0, p.starts_at, p.ends_at, p.expires_at, p.generation,
      null)::wanted_claim
    from unnest(want.picks) p
    join jsonb_array_elements(picks) chosen on chosen->>'itemId' = p.item_id::text and (chosen->>'pick')::int = p.pick
    cross join jsonb_array_elements_text(chosen->'unitIds') u (id));
  fixed.picks := '{}';
  return fixed;
end $$;

alter function with_picks(wanted, jsonb) owner to holdfast_engine;
revoke all on function with_picks(wanted, jsonb) from public;
