-- Why: orders, bookings and what they own: exclusive claims behind one exclusion constraint, counted
-- pools behind a check constraint, and the events that explain them. Locks: new tables only.
-- Applied before as: 4f90d208b880611dfde85be8679a111fccfa40ad8b8d7142f46f6c4da5c40b3d

-- An order spans businesses, so it is nobody's row but its customer's.
create table orders (
  id uuid primary key,
  customer_id uuid references users,
  contact_name text not null default '',
  contact_phone text,
  locale text not null default 'ar' check (locale in ('ar', 'en')),
  currency text not null,
  total_minor bigint not null check (total_minor >= 0),
  client_ip text,
  created_at timestamptz not null default app_now()
);
create index orders_customer on orders (customer_id, created_at desc);

create table bookings (
  business_id uuid not null references businesses,
  id uuid not null,
  order_id uuid not null references orders,
  reference text not null,
  customer_id uuid references users,
  customer_name text not null default '',
  customer_phone text,
  client_ip text,
  location_id uuid,
  source text not null default 'web' check (source in ('web', 'desk', 'api', 'import')),
  status text not null check (status in
    ('reserved', 'pending', 'confirmed', 'completed', 'no_show', 'cancelled', 'expired')),
  payment_terms text not null check (payment_terms in ('venue', 'deposit', 'full')),
  acceptance text not null check (acceptance in ('auto', 'manual')),
  currency text not null,
  total_minor bigint not null check (total_minor >= 0),
  due_minor bigint not null check (due_minor between 0 and total_minor),
  cancel_policy jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  expires_at timestamptz,
  extendable_until timestamptz not null,
  reserved_at timestamptz,
  pending_at timestamptz,
  confirmed_at timestamptz,
  completed_at timestamptz,
  no_show_at timestamptz,
  cancelled_at timestamptz,
  expired_at timestamptz,
  cancelled_by text check (cancelled_by in ('customer', 'business', 'system')),
  cancel_reason text,
  -- Where what goes back is to go, said by the customer who cancelled; null: to where it came from.
  refund_to text check (refund_to in ('source', 'wallet')),
  checked_in_at timestamptz,
  paid_by jsonb,
  deleted_at timestamptz,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, id),
  unique (business_id, reference),
  constraint booking_stamped check (
    (status <> 'reserved' or (reserved_at is not null and expires_at is not null)) and
    (status <> 'pending' or pending_at is not null) and
    (status <> 'confirmed' or (confirmed_at is not null and expires_at is null)) and
    (status <> 'completed' or completed_at is not null) and
    (status <> 'no_show' or no_show_at is not null) and
    (status <> 'cancelled' or (cancelled_at is not null and cancelled_by is not null)) and
    (status <> 'expired' or expired_at is not null)),
  constraint deleted_only_when_over check (
    deleted_at is null or status in ('completed', 'no_show', 'cancelled', 'expired'))
);
create index bookings_id on bookings (id);
create index bookings_order on bookings (order_id);
create index bookings_customer on bookings (customer_id, created_at desc);
create index bookings_business_start on bookings (business_id, starts_at);
create index bookings_expiring on bookings (expires_at) where status in ('reserved', 'pending');
create index bookings_confirmed_end on bookings (ends_at) where status = 'confirmed';
create index bookings_holder_ip on bookings (client_ip) where status = 'reserved';

-- How much the booking must own to be worth anything; the claims are checked against it at commit.
create table booking_items (
  business_id uuid not null,
  booking_id uuid not null,
  id uuid not null,
  position int not null check (position >= 1),
  kind text not null check (kind in ('appointment', 'rental', 'seat', 'stay')),
  offering_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  quantity int not null check (quantity >= 1),
  claims_needed int not null check (claims_needed >= 0),
  pool_needed int not null check (pool_needed >= 0),
  price_minor bigint not null check (price_minor >= 0),
  details jsonb not null default '{}',
  primary key (business_id, booking_id, id),
  unique (business_id, booking_id, position),
  foreign key (business_id, booking_id) references bookings,
  foreign key (business_id, offering_id) references offerings,
  check (ends_at > starts_at),
  constraint item_owns_something check (claims_needed + pool_needed > 0)
);
create index booking_items_offering on booking_items (business_id, offering_id, starts_at);

-- Guarantee 1. The predicate cannot say "not expired" (it must be immutable): an expired hold is
-- released by whoever needs its place, see sweep_expired().
create table claims (
  business_id uuid not null,
  id uuid not null default gen_random_uuid(),
  unit_id uuid not null,
  seat_no int not null default 0 check (seat_no >= 0),
  booking_id uuid not null,
  item_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  expires_at timestamptz,
  blocking boolean not null default true,
  passenger text,
  -- Counts how often the item's inventory was taken anew: by rescheduling, or by a late payment.
  generation int not null default 1,
  primary key (business_id, id),
  foreign key (business_id, unit_id) references units,
  foreign key (business_id, booking_id, item_id) references booking_items,
  check (starts_at < ends_at),
  constraint claims_never_overlap exclude using gist (
    business_id with =, unit_id with =, seat_no with =, tstzrange(starts_at, ends_at) with &&
  ) where (blocking)
);
-- With all that a search asks of a claim, so that a month of one unit is read from the index alone and not from as
-- many pages as it has claims.
create index claims_unit on claims (business_id, unit_id, starts_at, ends_at)
  include (seat_no, expires_at, booking_id) where blocking;
create index claims_booking on claims (business_id, booking_id);

-- Guarantee 2. A night without a row is wholly free; the row is made by the first who takes from it.
create table pool_buckets (
  business_id uuid not null,
  pool_id uuid not null,
  bucket date not null,
  capacity int not null,
  taken int not null default 0,
  primary key (business_id, pool_id, bucket),
  foreign key (business_id, pool_id) references room_types (business_id, id),
  constraint pool_within_capacity check (taken >= 0 and taken <= capacity)
);
create index pool_buckets_bucket on pool_buckets (bucket) include (capacity, taken);

create table pool_claims (
  business_id uuid not null,
  pool_id uuid not null,
  bucket date not null,
  booking_id uuid not null,
  item_id uuid not null,
  quantity int not null check (quantity >= 1),
  expires_at timestamptz,
  blocking boolean not null default true,
  generation int not null default 1,
  primary key (business_id, pool_id, bucket, item_id, generation),
  foreign key (business_id, booking_id, item_id) references booking_items
);
create index pool_claims_booking on pool_claims (business_id, booking_id);
create index pool_claims_expiring on pool_claims (expires_at) where blocking and expires_at is not null;

create table booking_moves (
  from_status text not null,
  to_status text not null,
  primary key (from_status, to_status)
);
insert into booking_moves values
  ('new', 'reserved'), ('new', 'pending'), ('new', 'confirmed'),
  ('reserved', 'pending'), ('reserved', 'confirmed'), ('reserved', 'cancelled'), ('reserved', 'expired'),
  ('pending', 'confirmed'), ('pending', 'cancelled'), ('pending', 'expired'),
  ('confirmed', 'completed'), ('confirmed', 'no_show'), ('confirmed', 'cancelled'),
  ('expired', 'confirmed');

create table booking_events (
  business_id uuid not null,
  booking_id uuid not null,
  seq int not null,
  type text not null,
  from_status text,
  to_status text,
  at timestamptz not null,
  actor text not null,
  request_id text,
  reason text,
  details jsonb not null default '{}',
  prev_hash text not null,
  hash text not null,
  primary key (business_id, booking_id, seq),
  foreign key (business_id, booking_id) references bookings
);

-- Messages to people: rows written with the change they tell of, sent later by the worker.
create table messages (
  business_id uuid not null,
  id uuid not null,
  booking_id uuid not null,
  template text not null,
  -- What makes it another message than the last of its kind: the booking's version, or the start it reminds of.
  occasion int not null default 0,
  recipient text not null,
  locale text not null check (locale in ('ar', 'en')),
  send_at timestamptz not null,
  sent_at timestamptz,
  cancelled_at timestamptz,
  created_at timestamptz not null default app_now(),
  primary key (business_id, id),
  unique (business_id, booking_id, template, occasion),
  foreign key (business_id, booking_id) references bookings
);
create index messages_due on messages (send_at) where sent_at is null and cancelled_at is null;
