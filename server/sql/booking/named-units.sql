-- A staff member, or a rental unit, with its name: {id, name: {ar, en}} or {id, label}.
create or replace function named_unit(unit uuid, name_ar text, name_en text, label text) returns jsonb
immutable parallel safe set search_path = public, pg_temp language plpgsql as $$
begin
  return case
    when name_ar is not null then jsonb_build_object('id', unit, 'name', jsonb_build_object('ar', name_ar, 'en', name_en))
    when label is not null then jsonb_build_object('id', unit, 'label', label)
    else jsonb_build_object('id', unit) end;
end $$;

alter function named_unit(uuid, text, text, text) owner to holdfast_engine;
revoke all on function named_unit(uuid, text, text, text) from public;

-- Staff members and rental units with their names: [{id, name: {ar, en}}] or [{id, label}], in order of id.
create or replace function named_units(business uuid, ids uuid[]) returns jsonb
stable set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    select coalesce(jsonb_agg(named_unit(u.id, s.name_ar, s.name_en, r.label) order by u.id), '[]')
    from unnest(ids) u (id)
    left join staff s on s.business_id = business and s.id = u.id
    left join rental_units r on r.business_id = business and r.id = u.id);
end $$;

alter function named_units(uuid, uuid[]) owner to holdfast_engine;
revoke all on function named_units(uuid, uuid[]) from public;
