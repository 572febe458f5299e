-- What a business says it was paid, as events show it: events are returned as they are hashed, so money is written in
-- the API's form. Null: nothing yet.
create or replace function shown_paid_by(paid_by jsonb, currency text) returns jsonb immutable strict parallel safe language sql as $$
  select (paid_by - 'amountMinor') || case when paid_by ? 'amountMinor' then jsonb_build_object('amount',
    jsonb_build_object('amount', paid_by->'amountMinor', 'currency', currency)) else '{}' end
$$;
