-- Lists what was applied (migrations, and files of sql/ with their checksums) for a server that may not read these
-- tables.
create or replace function schema_state() returns table (name text, checksum text)
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return query select m.name, m.checksum from migrations m union all select f.name, f.checksum from sql_files f;
end $$;

grant execute on function schema_state() to public;
