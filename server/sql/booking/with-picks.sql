-- The picked units as claims to exactly these: what a waiting amendment is swapped to later.
create or replace function with_picks(want wanted, picks jsonb) returns wanted
stable set search_path = public, pg_temp language plpgsql as $$
declare
  fixed wanted := want;
  p wanted_pick;
  c wanted_claim;
  chosen uuid;
begin
  foreach p in array want.picks loop
    for chosen in
      select u.id::uuid from jsonb_array_elements(picks) x cross join jsonb_array_elements_text(x->'unitIds') u (id)
      where x->>'itemId' = p.item_id::text and (x->>'pick')::int = p.pick
    loop
      c := null;
      c.business_id := p.business_id;
      c.booking_id := p.booking_id;
      c.item_id := p.item_id;
      c.unit_id := chosen;
      c.seat_no := 0;
      c.starts_at := p.starts_at;
      c.ends_at := p.ends_at;
      c.expires_at := p.expires_at;
      c.generation := p.generation;
      fixed.claims := fixed.claims || c;
    end loop;
  end loop;
  fixed.picks := '{}';
  return fixed;
end $$;

alter function with_picks(wanted, jsonb) owner to holdfast_engine;
revoke all on function with_picks(wanted, jsonb) from public;
