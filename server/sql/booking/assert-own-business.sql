-- Guarantee 11 for functions that take a business: its own members and keys, and the platform. Raises 42501.
create or replace function assert_own_business(business uuid) returns void
stable set search_path = public, pg_temp language plpgsql as $$
begin
  if not coalesce(app_scope() = 'platform' or (app_scope() = 'member' and app_business() = business), false) then
    raise exception 'another business is not the caller''s' using errcode = '42501';
  end if;
end $$;

alter function assert_own_business(uuid) owner to holdfast_engine;
revoke all on function assert_own_business(uuid) from public;
