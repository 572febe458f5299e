-- The context of one transaction, set by enter() and cleared when it ends.
create or replace function app_scope() returns text stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.scope', true), ''), 'public') $$;
