-- Picks "any n of these": takes a free candidate without queueing behind locked ones (wait false), or with every
-- candidate's lock held (wait true). Returns [{itemId, pick, unitIds}].
create or replace function take_picks(want wanted, wait boolean) returns jsonb
set search_path = public, pg_temp language plpgsql as $$
declare
  p wanted_pick;
  picked uuid[];
  candidate uuid;
  contended boolean;
  answer jsonb := '[]';
begin
  foreach p in array want.picks loop
    picked := '{}';
    contended := false;
    foreach candidate in array p.unit_ids loop
      exit when cardinality(picked) = p.how_many;
      continue when exists (select from claims_within(p.business_id, candidate, p.starts_at, p.ends_at));
      if not wait and not (select bool_and(pg_try_advisory_xact_lock(k))
                           from unit_lock_keys(candidate, 0, p.starts_at, p.ends_at) k) then
        contended := true;
        continue;
      end if;
      insert into claims (business_id, unit_id, booking_id, item_id, starts_at, ends_at, expires_at, generation)
      values (p.business_id, candidate, p.booking_id, p.item_id, p.starts_at, p.ends_at, p.expires_at, p.generation)
      on conflict do nothing;
      if found then picked := picked || candidate; end if;
    end loop;
    if cardinality(picked) < p.how_many then
      perform refuse_taken('pick', jsonb_build_array(jsonb_build_object('itemId', p.item_id)), contended, want);
    end if;
    answer := answer || jsonb_build_object('itemId', p.item_id, 'pick', p.pick,
      'unitIds', to_jsonb(array(select unnest(picked) order by 1)));
  end loop;
  return answer;
end $$;

alter function take_picks(wanted,boolean) owner to holdfast_engine;
revoke all on function take_picks(wanted,boolean) from public;
