-- Makes a person a platform admin. Only for the platform itself: the command line, and other admins.
create or replace function grant_admin(who text, granted boolean, new_id uuid) returns void
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if app_scope() <> 'platform' then
    raise exception 'only the platform names its admins' using errcode = '42501';
  end if;
  insert into users (id, phone, is_admin) values (new_id, who, granted)
  on conflict (phone) do update set is_admin = granted;
end $$;

alter function grant_admin(text,boolean,uuid) owner to holdfast_engine;
alter function grant_admin(text,boolean,uuid)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function grant_admin(text,boolean,uuid) from public;
grant execute on function grant_admin(text,boolean,uuid) to holdfast_app;
