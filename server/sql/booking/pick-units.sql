-- Picks "any n of these", for orders and amendments alike: free candidates in the given (fair) order, passing over those
-- that are taken already but not written yet (mine) and, where the caller may not wait, those that another transaction
-- has locked. A caller that may wait holds the locks of all candidates.
-- Returns the claims on what was picked, still to be written, or the refusal.
create or replace function pick_units(may_wait boolean, as_of timestamptz, picks wanted_pick[], mine wanted_claim[],
                                      out answer jsonb, out picked wanted_claim[])
set search_path = public, pg_temp language plpgsql as $$
declare
  p wanted_pick;
  gone uuid[];
  candidate uuid;
  is_contended boolean;
  is_overdue boolean;
  overdue boolean;
  missing int;
begin
  picked := '{}';
  foreach p in array picks loop
    gone := array(
      select m.unit_id from unnest(mine || picked) m
      where m.seat_no = 0 and m.starts_at < p.ends_at and m.ends_at > p.starts_at);
    missing := p.how_many;
    is_contended := false;
    overdue := false;
    foreach candidate in array p.unit_ids loop
      exit when missing = 0;
      continue when candidate = any (gone);
      if not may_wait and not (select bool_and(pg_try_advisory_xact_lock(k))
                               from unit_lock_keys(candidate, 0, p.starts_at, p.ends_at) k) then
        is_contended := true;
        continue;
      end if;
      -- Read with the lock held, so that it stays true.
      select bool_or(coalesce(c.expires_at <= as_of, false)) into is_overdue
      from claims_within(p.business_id, candidate, p.starts_at, p.ends_at) c;
      overdue := overdue or coalesce(is_overdue, false);
      continue when is_overdue is not null;
      picked := picked || row(p.business_id, p.booking_id, p.item_id, candidate, 0, p.starts_at, p.ends_at, p.expires_at,
        p.generation, null, null, null, null)::wanted_claim;
      gone := gone || candidate;
      missing := missing - 1;
    end loop;
    if missing > 0 then
      answer := refused_taken('pick', jsonb_build_array(jsonb_build_object('itemId', p.item_id)), is_contended,
        overdue);
      return;
    end if;
  end loop;
end $$;

alter function pick_units(boolean, timestamptz, wanted_pick[], wanted_claim[]) owner to holdfast_engine;
revoke all on function pick_units(boolean, timestamptz, wanted_pick[], wanted_claim[]) from public;
