-- Who may see a business's catalogue: everybody while it is approved, its own people, the platform.
create or replace function is_visible(business uuid) returns boolean stable set search_path = public, pg_temp language plpgsql as $$
begin
  return is_public(business) or business = app_business() or app_scope() = 'platform';
end $$;

alter function is_visible(uuid) owner to holdfast_engine;
revoke all on function is_visible(uuid) from public;
