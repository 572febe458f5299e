-- The server passes its clock with every command, so that tests can move time and so that a rule and the row it
-- writes agree on "now".
create or replace function app_now() returns timestamptz stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, statement_timestamp()) $$;
