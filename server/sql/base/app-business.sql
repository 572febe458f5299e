create or replace function app_business() returns uuid stable parallel safe language sql as
  $$ select nullif(current_setting('app.business_id', true), '')::uuid $$;
