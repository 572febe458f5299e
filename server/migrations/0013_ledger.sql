-- Why: every halala has two ends. Double entry with named accounts, immutable, balanced per transaction and currency by
-- a constraint, wallets that cannot go below zero. Locks: new tables only.
-- Applied before as: 0f194848c266882b3b1cdb4e9487dfec0d071482b98894273a85d87b3d1e5c35

-- Amounts are credit-positive: what the platform owes somebody (wallet, business) is positive, what it has (the
-- gateway's clearing account, cash that a business took for itself) is negative. All accounts together are zero.
create table ledger_accounts (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('customer_wallet', 'business_payable', 'venue_cash', 'gateway_clearing',
    'platform_fee', 'order_funds', 'refunds_payable', 'write_off')),
  -- The person of a wallet; the business of a payable or of cash at the venue.
  owner_id uuid,
  gateway text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Kept for wallets only, where it guards; of all others it is the sum of the entries. One row that every payment
  -- adds to would be everybody's queue (700/s).
  balance_minor bigint not null default 0,
  created_at timestamptz not null default app_now(),
  constraint account_once unique nulls not distinct (kind, owner_id, gateway, currency),
  constraint account_owned check (
    (owner_id is not null) = (kind in ('customer_wallet', 'business_payable', 'venue_cash'))
    and (gateway is not null) = (kind = 'gateway_clearing')),
  constraint wallet_never_below_zero check (kind <> 'customer_wallet' or balance_minor >= 0)
);

create table ledger_transactions (
  id uuid primary key,
  kind text not null check (kind in ('payment', 'top_up', 'wallet_hold', 'wallet_release', 'fee', 'refund_requested',
    'refund_paid', 'refund_withdrawn', 'payout', 'venue_payment', 'write_off', 'adjustment')),
  -- What makes it happen once, whoever tries again: "payment:<id>:paid".
  key text not null unique,
  order_id uuid,
  booking_id uuid,
  payment_id uuid,
  refund_id uuid,
  actor text not null,
  request_id text,
  memo text not null default '',
  at timestamptz not null default app_now()
);
create index ledger_transactions_payment on ledger_transactions (payment_id);
create index ledger_transactions_order on ledger_transactions (order_id);
create index ledger_transactions_booking on ledger_transactions (booking_id);

create table ledger_entries (
  transaction_id uuid not null references ledger_transactions,
  line int not null,
  account_id uuid not null references ledger_accounts,
  amount_minor bigint not null check (amount_minor <> 0),
  currency text not null,
  at timestamptz not null default app_now(),
  primary key (transaction_id, line)
);
create index ledger_entries_account on ledger_entries (account_id, at desc, transaction_id);

do $$
declare
  t text;
begin
  foreach t in array array['ledger_accounts', 'ledger_transactions', 'ledger_entries'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('grant select, insert on %I to holdfast_engine', t);
    execute format('grant select on %I to holdfast_app', t);
  end loop;
end $$;
grant update (balance_minor) on ledger_accounts to holdfast_engine;
