-- The items of a booking that an amendment changes or removes: their own inventory does not block it. Null: none.
create or replace function app_ignored_items() returns uuid[] stable parallel safe language sql as
  $$ select string_to_array(nullif(current_setting('app.ignored_items', true), ''), ',')::uuid[] $$;
