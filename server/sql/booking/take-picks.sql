-- Picks "any n of these" with every candidate's lock held, and takes what was picked. Returns
-- [{itemId, pick, unitIds}]. Raises HF001.
create or replace function take_picks(want wanted) returns jsonb
set search_path = public, pg_temp language plpgsql as $$
declare
  p wanted_pick;
  found_now record;
  taken jsonb := '[]';
begin
  foreach p in array want.picks loop
    found_now := pick_units(true, app_now(), array[p], '{}');
    if found_now.answer is not null then perform raise_refusal(found_now.answer, 'already taken'); end if;
    perform take_claims(row(found_now.picked, '{}', '{}')::wanted);
    taken := taken || jsonb_build_object('itemId', p.item_id, 'pick', p.pick,
      'unitIds', to_jsonb(array(select c.unit_id from unnest(found_now.picked) c order by 1)));
  end loop;
  return taken;
end $$;

alter function take_picks(wanted) owner to holdfast_engine;
revoke all on function take_picks(wanted) from public;
