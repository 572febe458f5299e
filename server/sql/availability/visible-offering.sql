-- The offering, if the caller may see it: an approved business's, their own business's, or any for the platform.
create or replace function visible_offering(offering uuid, wanted_kind text) returns offerings
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  o offerings;
begin
  select x.* into o from offerings x join businesses b on b.id = x.business_id
  where x.id = offering and x.kind = wanted_kind
    and (business_is_public(b.status) or b.id = app_business() or app_scope() = 'platform');
  return o;
end $$;

alter function visible_offering(uuid,text) owner to holdfast_engine;
alter function visible_offering(uuid,text)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function visible_offering(uuid,text) from public;
