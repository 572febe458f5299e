-- Why: every change after the sale is an amendment: one row that says old, new, price, fee, money due or going back, who
-- and why. What is new and has to be paid or accepted first is held beside what is owned, and swapped in one transaction.
-- Locks: bookings, claims and pool_claims for a moment, to add columns.
-- Applied before as: 84a3bcbf957dfbd6d602656bb03b95c9d878dd699c33960dbffd513f096533af

create table amendments (
  business_id uuid not null references businesses,
  id uuid not null,
  booking_id uuid not null,
  order_id uuid not null references orders,
  status text not null check (status in
    ('awaitingPayment', 'awaitingAcceptance', 'applied', 'declined', 'expired', 'withdrawn')),
  made_by text not null check (made_by in ('customer', 'business', 'system')),
  actor text not null,
  request_id text,
  reason text not null default '',
  -- Rules for new sales that the desk set aside.
  overridden text[] not null default '{}',
  currency text not null,
  price_before_minor bigint not null check (price_before_minor >= 0),
  price_after_minor bigint not null check (price_after_minor >= 0),
  due_now_minor bigint not null check (due_now_minor >= 0),
  goes_back_minor bigint not null check (goes_back_minor >= 0),
  -- Kept now for parts taken away; and what a later cancellation costs at least.
  fee_minor bigint not null default 0 check (fee_minor >= 0),
  fee_floor_minor bigint not null default 0 check (fee_floor_minor >= 0),
  fee_reason text,
  acceptance text not null check (acceptance in ('none', 'again')),
  -- [{id, before, after, price: {before, after}}], as the quote said it.
  items jsonb not null,
  -- What is done when it is applied: {booking, items, wanted}, rows by their columns' names.
  plan jsonb not null,
  expires_at timestamptz,
  awaiting_payment_at timestamptz,
  awaiting_acceptance_at timestamptz,
  applied_at timestamptz,
  declined_at timestamptz,
  expired_at timestamptz,
  withdrawn_at timestamptz,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, id),
  foreign key (business_id, booking_id) references bookings,
  -- Money is due or goes back, never both.
  constraint amendment_moves_money_one_way check (due_now_minor = 0 or goes_back_minor = 0),
  constraint open_amendment_expires check (status not in ('awaitingPayment', 'awaitingAcceptance') or expires_at is not null)
);
create index amendments_id on amendments (id);
create index amendments_booking on amendments (business_id, booking_id, created_at);
create index amendments_order on amendments (order_id);
create unique index one_open_amendment on amendments (business_id, booking_id)
  where status in ('awaitingPayment', 'awaitingAcceptance');
create index amendments_expiring on amendments (expires_at) where status in ('awaitingPayment', 'awaitingAcceptance');

-- Fees kept for parts that were taken away: beside the price of what is left, this is what the booking costs.
alter table bookings add column fee_minor bigint not null default 0 check (fee_minor >= 0);

-- Held for an amendment, beside what the booking owns.
alter table claims add column amendment_id uuid, add foreign key (business_id, amendment_id) references amendments;
alter table pool_claims add column amendment_id uuid, add foreign key (business_id, amendment_id) references amendments;
create index claims_amendment on claims (business_id, amendment_id) where amendment_id is not null;
create index pool_claims_amendment on pool_claims (business_id, amendment_id) where amendment_id is not null;

-- Which amendment a part of a payment is for; null: for the booking as it was sold.
alter table payment_shares add column amendment_id uuid,
  add foreign key (business_id, amendment_id) references amendments;

-- The wallet may pay for an order, and again for what is due for its changes; each once.
alter table payments add column amendment_id uuid;
drop index one_wallet_debit;
create unique index one_wallet_debit on payments (order_id, purpose, amendment_id) nulls not distinct
  where gateway = 'wallet' and status in ('initiated', 'authorized', 'paid');

alter table refunds drop constraint refunds_cause_check, add constraint refunds_cause_check check (cause in
  ('cancellation', 'late_payment', 'paid_twice', 'declined', 'not_captured', 'business', 'platform', 'amendment'));

create table amendment_moves (
  from_status text not null,
  to_status text not null,
  primary key (from_status, to_status)
);
insert into amendment_moves values
  ('new', 'awaitingPayment'), ('new', 'awaitingAcceptance'), ('new', 'applied'),
  ('awaitingPayment', 'awaitingAcceptance'), ('awaitingPayment', 'applied'), ('awaitingPayment', 'expired'),
  ('awaitingPayment', 'withdrawn'),
  ('awaitingAcceptance', 'applied'), ('awaitingAcceptance', 'declined'), ('awaitingAcceptance', 'expired'),
  ('awaitingAcceptance', 'withdrawn');

alter table amendments enable row level security;
alter table amendments force row level security;
grant select on amendments, amendment_moves to holdfast_app, holdfast_engine;
grant insert, update on amendments to holdfast_engine;
