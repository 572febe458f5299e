-- The number of the order that a booking of a batch belongs to.
create or replace function owner_of(owners jsonb, booking uuid) returns int immutable parallel safe language sql as
  $$ select (owners->>booking::text)::int $$;
