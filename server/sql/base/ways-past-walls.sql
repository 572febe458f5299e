-- How the logged-in role could bypass row-level security and guards; no row when it cannot. Guarantee 18.
create or replace function ways_past_walls() returns table (way text)
stable set search_path = public, pg_temp language plpgsql as $$
declare
  owner name := (select pg_get_userbyid(relowner) from pg_class where oid = 'public.bookings'::regclass);
begin
  return query
  select 'it is a superuser' from pg_roles r where r.rolname = session_user and r.rolsuper
  union all
  select 'it bypasses row-level security' from pg_roles r where r.rolname = session_user and r.rolbypassrls
  union all
  select 'it may make roles' from pg_roles r where r.rolname = session_user and r.rolcreaterole
  union all
  select 'it is ' || owner || ', who owns the tables' where session_user = owner
  union all
  select 'it may become ' || r.rolname from pg_roles r
  where r.rolname <> session_user and pg_has_role(session_user, r.oid, 'member')
    and not (select s.rolsuper from pg_roles s where s.rolname = session_user)
    and (r.rolsuper or r.rolbypassrls or r.rolname in (owner, 'holdfast_engine') or r.rolname like 'pg\_%')
  union all
  select 'it may make temporary tables' where has_database_privilege(session_user, current_database(), 'temporary')
  union all
  select 'it may make tables in schema public' where has_schema_privilege(session_user, 'public', 'create')
  union all
  select 'it may set ' || p.parname from pg_parameter_acl p, aclexplode(p.paracl) a
  where a.grantee = 0 or pg_has_role(session_user, a.grantee, 'member');
end $$;

grant execute on function ways_past_walls() to public;
