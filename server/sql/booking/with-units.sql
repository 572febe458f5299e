-- The units that a batch claims, with their names, by item: {itemId: [{id, name} or {id, label}]}, in order of id.
create or replace function names_of(claimed wanted_claim[]) returns jsonb
stable set search_path = public, pg_temp language plpgsql as $$
begin
  return coalesce((
    select jsonb_object_agg(i.item_id, i.units) from (
      select c.item_id, jsonb_agg(named_unit(c.unit_id, s.name_ar, s.name_en, r.label) order by c.unit_id) as units
      from unnest(claimed) c
      left join lateral (
        select x.name_ar, x.name_en from staff x where x.business_id = c.business_id and x.id = c.unit_id offset 0) s on true
      left join lateral (
        select x.label from rental_units x where x.business_id = c.business_id and x.id = c.unit_id offset 0) r on true
      where c.seat_no = 0
      group by c.item_id) i), '{}');
end $$;

alter function names_of(wanted_claim[]) owner to holdfast_engine;
revoke all on function names_of(wanted_claim[]) from public;

-- What an order's answer shows of its units, one entry for each of the places [{itemId, kind, path}].
create or replace function units_shown(places jsonb, names jsonb) returns jsonb
immutable set search_path = public, pg_temp language plpgsql as $$
declare
  shown jsonb := '[]';
  n int;
begin
  for n in 0 .. jsonb_array_length(places) - 1 loop
    shown := shown || jsonb_build_array(shown_units(places->n->>'kind', coalesce(names->(places->n->>'itemId'), '[]')));
  end loop;
  return shown;
end $$;

alter function units_shown(jsonb, jsonb) owner to holdfast_engine;
revoke all on function units_shown(jsonb, jsonb) from public;

-- An order's answer with what it shows of its units, in the same places.
create or replace function with_units(answer jsonb, places jsonb, units jsonb) returns jsonb
immutable set search_path = public, pg_temp language plpgsql as $$
declare
  spot text[];
  n int;
begin
  for n in 0 .. jsonb_array_length(places) - 1 loop
    spot := array(select jsonb_array_elements_text(places->n->'path'));
    answer := jsonb_set(answer, spot, (answer #> spot) || (units->n));
  end loop;
  return answer;
end $$;

alter function with_units(jsonb, jsonb, jsonb) owner to holdfast_engine;
revoke all on function with_units(jsonb, jsonb, jsonb) from public;
