-- Moves a business between its approval states. Suspension ends its holds, its bookings that wait to be accepted, and
-- its open amendments in the same step; confirmed bookings stay. Raises HF003, HF005, HF006.
create or replace function move_business(business uuid, target text, why text, expected_version int) returns businesses
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b businesses;
begin
  select * into b from businesses x where x.id = business and (app_scope() = 'platform'
    or (app_scope() = 'member' and x.id = app_business() and target = 'submitted')) for update;
  if not found then
    raise exception 'no such business' using errcode = 'HF005', detail = '{"what":"business"}';
  end if;
  if expected_version is not null and b.version <> expected_version then
    raise exception 'changed meanwhile' using errcode = 'HF006', detail = jsonb_build_object('version', b.version)::text;
  end if;
  update businesses set status = target,
    decided_by = case when target = 'submitted' then decided_by else app_user() end,
    decision_reason = case when target = 'submitted' then decision_reason else why end
  where id = business returning * into b;
  if target = 'suspended' then
    perform end_unsold(business);
    insert into outbox (topic, business_id, payload)
    values ('business.suspended', business, jsonb_build_object('businessId', business, 'at', app_now()));
  end if;
  return b;
end $$;

alter function move_business(uuid,text,text,integer) owner to holdfast_engine;
alter function move_business(uuid,text,text,integer)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function move_business(uuid,text,text,integer) from public;
grant execute on function move_business(uuid,text,text,integer) to holdfast_app;
