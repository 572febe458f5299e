-- Creates a business with its first owner. The only way to create one.
create or replace function create_business(business jsonb, owner uuid) returns businesses
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b businesses;
begin
  insert into businesses (id, slug, kind, name_ar, name_en, description_ar, description_en, city_ar, city_en, currency, source)
  values ((business->>'id')::uuid, business->>'slug', business->>'kind', business->>'nameAr', business->>'nameEn',
    coalesce(business->>'descriptionAr', ''), coalesce(business->>'descriptionEn', ''),
    coalesce(business->>'cityAr', ''), coalesce(business->>'cityEn', ''),
    coalesce(business->>'currency', 'SAR'), coalesce(business->>'source', 'manual'))
  returning * into b;
  if owner is not null then
    insert into members (business_id, user_id, role) values (b.id, owner, 'owner');
  end if;
  return b;
end $$;

alter function create_business(jsonb,uuid) owner to holdfast_engine;
alter function create_business(jsonb,uuid)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function create_business(jsonb,uuid) from public;
grant execute on function create_business(jsonb,uuid) to holdfast_app;
