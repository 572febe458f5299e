-- The items of an amendment as stored, with the units picked for them.
create or replace function with_picked_units(items jsonb, picks jsonb) returns jsonb
stable set search_path = public, pg_temp language plpgsql as $$
declare
  shown jsonb := items;
  n int;
  chosen jsonb;
begin
  for n in 0 .. jsonb_array_length(items) - 1 loop
    for chosen in select * from jsonb_array_elements(picks) p where p->>'itemId' = items->n->>'id' loop
      shown := jsonb_set(shown, array[n::text, 'after', 'units'], (
        select jsonb_agg(jsonb_build_object('id', u.id)) from jsonb_array_elements_text(chosen->'unitIds') u (id)));
    end loop;
  end loop;
  return shown;
end $$;

alter function with_picked_units(jsonb, jsonb) owner to holdfast_engine;
revoke all on function with_picked_units(jsonb, jsonb) from public;
