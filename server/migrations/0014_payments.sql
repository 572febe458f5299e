-- Why: payments, what they pay for, refunds and the inbox of webhooks. Statuses move along a table and are stamped, a
-- refund can never exceed what was paid, a webhook is there once, however often it comes. Locks: new tables only.
-- Applied before as: fac6937976609acfa5a022cc798f12012fd7c621d95637bff45b3c5c151ba3f6

create table payments (
  -- Also the gateway's idempotency value (given_id): there before the gateway is called.
  id uuid primary key,
  order_id uuid references orders,
  customer_id uuid references users,
  -- balance: the rest, taken at the venue. top_up: into the wallet, for no order.
  purpose text not null check (purpose in ('order', 'balance', 'top_up')),
  gateway text not null check (gateway in ('moyasar', 'stripe', 'wallet', 'venue')),
  method text not null check (method in ('card', 'wallet', 'cash', 'card-terminal', 'transfer')),
  -- The wallet part of a split names the card payment that it goes with.
  split_of uuid references payments,
  -- A page was paid twice: the charge beside the one that counts is a payment of its own, and names the first.
  duplicate_of uuid references payments,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- manual: authorised while the business makes up its mind, captured when it accepts.
  capture text not null default 'automatic' check (capture in ('automatic', 'manual')),
  -- What happens to the rest when a late payment finds part of the order gone; the customer says it when paying.
  when_partly_gone text not null default 'keep' check (when_partly_gone in ('keep', 'refund')),
  status text not null check (status in
    ('initiated', 'authorized', 'paid', 'failed', 'voided', 'partially_refunded', 'refunded')),
  captured_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  gateway_object text check (gateway_object in ('payment', 'invoice', 'intent')),
  -- What the gateway calls it; null until the gateway answered.
  gateway_ref text,
  -- Where a page can be charged more than once: which of the gateway's charges this payment is. Set once.
  gateway_charge text,
  redirect_url text,
  return_url text,
  failure_code text,
  failure_message text,
  card_brand text,
  card_last4 text check (card_last4 ~ '^[0-9]{4}$'),
  -- Something that must not be: another amount, another currency, money nobody asked for. For a person to look at.
  alarm text,
  -- Authorised for nothing: let go of, never captured.
  unwanted boolean not null default false,
  next_poll_at timestamptz,
  polls int not null default 0,
  -- When what the ledger says of it is next compared with what the gateway says.
  compare_at timestamptz,
  idempotency_scope text,
  idempotency_key text,
  idempotency_fingerprint text,
  initiated_at timestamptz,
  authorized_at timestamptz,
  paid_at timestamptz,
  failed_at timestamptz,
  voided_at timestamptz,
  partially_refunded_at timestamptz,
  refunded_at timestamptz,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  unique (gateway, gateway_ref),
  constraint charge_counts_once unique (gateway, gateway_charge),
  unique (idempotency_scope, idempotency_key),
  constraint payment_for_something check ((purpose = 'top_up') = (order_id is null)),
  constraint top_up_has_an_owner check (purpose <> 'top_up' or customer_id is not null),
  constraint captured_within_payment check (captured_minor between 0 and amount_minor),
  constraint refunds_within_payment check (refunded_minor between 0 and captured_minor),
  constraint payment_stamped check (
    (status <> 'authorized' or authorized_at is not null) and (status <> 'paid' or paid_at is not null) and
    (status <> 'failed' or failed_at is not null) and (status <> 'voided' or voided_at is not null) and
    (status <> 'refunded' or refunded_at is not null))
);
create index payments_order on payments (order_id);
create index payments_customer on payments (customer_id, created_at desc);
create index payments_polled on payments (next_poll_at) where next_poll_at is not null;
create index payments_compared on payments (compare_at) where compare_at is not null;
create index payments_alarmed on payments (created_at) where alarm is not null;
-- One way to pay for an order at a time: the second is refused while the first is open.
create unique index one_open_payment on payments (order_id)
  where purpose = 'order' and split_of is null and status in ('initiated', 'authorized');
-- One debit per order and purpose.
create unique index one_wallet_debit on payments (order_id, purpose)
  where gateway = 'wallet' and status in ('initiated', 'authorized', 'paid');

create table payment_moves (from_status text not null, to_status text not null, primary key (from_status, to_status));
-- failed to paid: given up, or declined at first, and the gateway has the money after all.
insert into payment_moves values
  ('new', 'initiated'), ('new', 'paid'),
  ('initiated', 'authorized'), ('initiated', 'paid'), ('initiated', 'failed'),
  ('authorized', 'paid'), ('authorized', 'voided'), ('authorized', 'failed'),
  ('failed', 'authorized'), ('failed', 'paid'),
  ('paid', 'partially_refunded'), ('paid', 'refunded'), ('partially_refunded', 'refunded');

create table payment_events (
  payment_id uuid not null references payments,
  seq int not null,
  type text not null,
  from_status text,
  to_status text,
  at timestamptz not null default app_now(),
  actor text not null,
  request_id text,
  details jsonb not null default '{}',
  primary key (payment_id, seq)
);

-- Which booking a payment pays for, and how much of it is given back or promised back.
create table payment_shares (
  business_id uuid not null,
  payment_id uuid not null references payments,
  booking_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  refunded_minor bigint not null default 0,
  -- When the money became the business's: the booking was confirmed with it. Until then it lies in order_funds.
  earned_at timestamptz,
  -- What the platform keeps of it; given back in proportion when the customer gets money back.
  fee_minor bigint not null default 0 check (fee_minor between 0 and amount_minor),
  created_at timestamptz not null default app_now(),
  primary key (business_id, payment_id, booking_id),
  foreign key (business_id, booking_id) references bookings,
  constraint refunds_within_share check (refunded_minor between 0 and amount_minor)
);
create index payment_shares_payment on payment_shares (payment_id);
create index payment_shares_booking on payment_shares (business_id, booking_id);

create table refunds (
  business_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  booking_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  destination text not null check (destination in ('source', 'wallet')),
  cause text not null check (cause in ('cancellation', 'late_payment', 'paid_twice', 'declined', 'not_captured',
    'business', 'platform')),
  -- Set where it happens by itself: once per share and cause, however often it is tried.
  automatic boolean not null default false,
  reason text not null default '',
  -- Where it was asked for by item: which of the booking's.
  items uuid[] check (cardinality(items) > 0),
  status text not null check (status in ('requested', 'succeeded', 'failed')),
  attempts int not null default 0,
  next_attempt_at timestamptz default app_now(),
  -- Set while somebody asks the gateway: nobody else does meanwhile.
  claimed_until timestamptz,
  -- What the gateway said was refunded of the payment before this one was tried.
  before_minor bigint,
  failure_message text,
  requested_by text not null,
  requested_at timestamptz not null default app_now(),
  succeeded_at timestamptz,
  failed_at timestamptz,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, id),
  foreign key (business_id, payment_id, booking_id) references payment_shares,
  constraint refund_stamped check ((status <> 'succeeded' or succeeded_at is not null)
    and (status <> 'failed' or failed_at is not null))
);
create index refunds_due on refunds (next_attempt_at) where status = 'requested';
create index refunds_share on refunds (business_id, payment_id, booking_id);
create unique index one_automatic_refund on refunds (business_id, payment_id, booking_id, cause) where automatic;

-- Webhooks as they came, before anybody made anything of them.
create table webhook_inbox (
  id uuid primary key,
  gateway text not null,
  event_id text not null,
  type text not null,
  -- Whatever secret stood in it is taken out.
  body text not null,
  gateway_ref text,
  -- Our id, where the gateway carried it along. No foreign key: it is a stranger's word.
  payment_id uuid,
  received_at timestamptz not null default app_now(),
  deliveries int not null default 1,
  processed_at timestamptz,
  outcome text,
  unique (gateway, event_id)
);
create index webhook_inbox_open on webhook_inbox (received_at) where processed_at is null;

-- The platform's part of what a business earns through it, in hundredths of a percent.
alter table businesses add column fee_basis_points int not null default 0 check (fee_basis_points between 0 and 5000);

-- Payouts to many businesses that were made as one: what the bank is given a file of.
create table payout_batches (
  id uuid primary key,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  reference text not null unique check (reference <> ''),
  -- What its payouts are together, and how many they are.
  amount_minor bigint not null check (amount_minor > 0),
  payouts int not null check (payouts > 0),
  created_by uuid references users,
  created_at timestamptz not null default app_now()
);

-- Marks money that was paid out to a business; the transfer itself is made at the bank.
create table payouts (
  business_id uuid not null references businesses,
  id uuid not null,
  -- Null: paid out by itself.
  batch_id uuid references payout_batches,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  reference text not null check (reference <> ''),
  paid_by uuid references users,
  created_at timestamptz not null default app_now(),
  primary key (business_id, id),
  unique (business_id, reference)
);
create index payouts_batch on payouts (batch_id) where batch_id is not null;

-- Who sees: customers what they paid, businesses what was paid for their bookings. Who writes: commands of the platform's
-- scope alone, which have looked at whose it is.
do $$
declare
  t text;
begin
  foreach t in array array['payments', 'payment_events', 'payment_shares', 'refunds', 'webhook_inbox', 'payout_batches',
    'payouts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('grant select, insert, update on %I to holdfast_engine, holdfast_app', t);
  end loop;
end $$;
grant select on payment_moves to holdfast_app, holdfast_engine;
