-- Why: place_orders() takes the rows of a batch as arrays of these types, which PostgreSQL reads in less than half the time
-- of jsonb. Their columns stand in the order in which booking/batch-lines.ts writes them. Locks nothing; nothing is
-- rewritten.

-- A booking of a batch, under the names of bookings.
create type booking_line as (
  business_id uuid,
  id uuid,
  order_id uuid,
  reference text,
  customer_id uuid,
  location_id uuid,
  source text,
  status text,
  reserved_at timestamp with time zone,
  pending_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  payment_terms text,
  acceptance text,
  currency text,
  total_minor bigint,
  due_minor bigint,
  cancel_policy jsonb,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  expires_at timestamp with time zone,
  extendable_until timestamp with time zone,
  accept_within_minutes integer,
  check_in_opens_minutes integer);

-- An item of a batch, under the names of booking_items.
create type item_line as (
  business_id uuid,
  booking_id uuid,
  id uuid,
  position integer,
  kind text,
  offering_id uuid,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  quantity integer,
  claims_needed integer,
  pool_needed integer,
  price_minor bigint,
  details jsonb,
  payment_terms text,
  deposit_percent integer,
  due_minor bigint,
  acceptance text,
  cancel_policy jsonb,
  price_parts jsonb,
  sale_ends_at timestamp with time zone,
  accept_within_minutes integer,
  check_in_opens_minutes integer);
