create or replace function app_user() returns uuid stable parallel safe language sql as
  $$ select nullif(current_setting('app.user_id', true), '')::uuid $$;
