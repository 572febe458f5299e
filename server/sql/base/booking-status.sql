-- What each booking status implies, as `implies` in booking/booking.ts; a test compares the two. Written so that the
-- planner inlines the lists and can match partial indexes.
create or replace function booking_blocks(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('reserved', 'pending', 'confirmed') $$;

create or replace function booking_runs_out(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('reserved', 'pending') $$;

create or replace function booking_stands(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('pending', 'confirmed') $$;

create or replace function booking_is_sold(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('pending', 'confirmed', 'completed') $$;

create or replace function booking_is_earned(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('confirmed', 'completed', 'no_show') $$;

create or replace function booking_gives_back(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('no_show', 'cancelled', 'expired') $$;

create or replace function booking_fell_through(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('cancelled', 'expired') $$;

create or replace function booking_is_outcome(status text) returns boolean immutable parallel safe language sql as
  $$ select status in ('completed', 'no_show') $$;

-- Whether it has expired, recorded or not. Null when it has no expiry.
create or replace function booking_is_overdue(status text, expires_at timestamptz, at timestamptz) returns boolean
immutable parallel safe language sql as
  $$ select status in ('reserved', 'pending') and expires_at <= at $$;
