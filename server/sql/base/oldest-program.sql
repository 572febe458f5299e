-- The oldest program version that may still work on this schema (SCHEMA_VERSION in db/schema-watch.ts). Raise it with
-- a change that an older program would damage; older programs still running then stop taking work.
create or replace function oldest_program() returns int immutable language sql as $$ select 4 $$;

grant execute on function oldest_program() to public;
