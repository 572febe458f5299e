-- Staff members and rental units with their names: [{id, name: {ar, en}}] or [{id, label}], in order of id.
create or replace function named_units(business uuid, ids uuid[]) returns jsonb
stable set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', u.id, 'label', r.label,
      'name', case when s.id is not null then jsonb_build_object('ar', s.name_ar, 'en', s.name_en) end)) order by u.id), '[]')
    from unnest(ids) u (id)
    left join staff s on s.business_id = business and s.id = u.id
    left join rental_units r on r.business_id = business and r.id = u.id);
end $$;

alter function named_units(uuid, uuid[]) owner to holdfast_engine;
revoke all on function named_units(uuid, uuid[]) from public;
