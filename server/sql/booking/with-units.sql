-- An order's answer with the units it was given, and their names, in the stated places:
-- [{businessId, itemId, kind, path}].
create or replace function with_units(answer jsonb, places jsonb, claimed wanted_claim[]) returns jsonb
stable set search_path = public, pg_temp language plpgsql as $$
declare
  place jsonb;
  spot text[];
begin
  for place in select * from jsonb_array_elements(places) loop
    spot := array(select jsonb_array_elements_text(place->'path'));
    answer := jsonb_set(answer, spot, (answer #> spot) || shown_units(place->>'kind', named_units(
      (place->>'businessId')::uuid, array(select c.unit_id from unnest(claimed) c where c.item_id = (place->>'itemId')::uuid))));
  end loop;
  return answer;
end $$;

alter function with_units(jsonb, jsonb, wanted_claim[]) owner to holdfast_engine;
revoke all on function with_units(jsonb, jsonb, wanted_claim[]) from public;
