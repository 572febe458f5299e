-- The server passes its clock with every command, so that a test can move time and a rule and the
-- row it writes never disagree about what "now" was.
create or replace function app_now() returns timestamptz stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, statement_timestamp()) $$;
