-- An item's units as an answer shows them, under the requested names (booking/item-view.ts).
create or replace function shown_units(kind text, units jsonb) returns jsonb
immutable set search_path = public, pg_temp language plpgsql as $$
begin
  if kind = 'appointment' then
    return jsonb_build_object('staffId', units->0->'id', 'staff', units->0);
  end if;
  return jsonb_build_object('unitIds', jsonb_path_query_array(units, '$[*].id'), 'rentalUnits', units);
end $$;

alter function shown_units(text, jsonb) owner to holdfast_engine;
revoke all on function shown_units(text, jsonb) from public;
