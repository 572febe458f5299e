-- Returns [{label, …}] with each label replaced as labels says.
create or replace function relabelled(parts jsonb, labels jsonb) returns jsonb
immutable language sql as $$
  select coalesce(jsonb_agg(case when labels ? (p->>'label')
    then p || jsonb_build_object('label', labels->(p->>'label')) else p end order by n), '[]')
  from jsonb_array_elements(parts) with ordinality e (p, n)
$$;

alter function relabelled(jsonb,jsonb) owner to holdfast_engine;
revoke all on function relabelled(jsonb,jsonb) from public;
