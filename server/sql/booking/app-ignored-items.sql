-- The items of a booking that an amendment changes or takes away: what they own does not stand in its way. Null: none.
create or replace function app_ignored_items() returns uuid[] stable parallel safe language sql as
  $$ select string_to_array(nullif(current_setting('app.ignored_items', true), ''), ',')::uuid[] $$;
