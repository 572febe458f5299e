-- Why: every halala has two ends. Double entry with named accounts, immutable, balanced per transaction and currency by
-- a constraint, wallets that cannot go below zero. Locks: new tables only.

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

create function ledger_entry_counts() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  a ledger_accounts;
begin
  select * into a from ledger_accounts x where x.id = new.account_id;
  if a.currency <> new.currency then
    raise exception 'an account has one currency' using errcode = 'HF004';
  end if;
  if a.kind = 'customer_wallet' then
    update ledger_accounts set balance_minor = balance_minor + new.amount_minor where id = a.id;
  end if;
  return null;
end $$;
create trigger ledger_entries_count after insert on ledger_entries
  for each row execute function ledger_entry_counts();

-- Guarantee 8, at commit: per transaction and currency the entries are zero, and there are some.
create function check_ledger_balances() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if not exists (select from ledger_entries e where e.transaction_id = new.id)
     or exists (select from ledger_entries e where e.transaction_id = new.id
                group by e.currency having sum(e.amount_minor) <> 0) then
    raise exception 'ledger transaction % does not balance', new.key
      using errcode = 'HF010', constraint = 'ledger_balances';
  end if;
  return null;
end $$;
create constraint trigger ledger_balances after insert on ledger_transactions
  deferrable initially deferred for each row execute function check_ledger_balances();
-- An entry added later to a transaction of old is looked at as well.
create function check_ledger_entry_balances() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (select from ledger_entries e where e.transaction_id = new.transaction_id
             group by e.currency having sum(e.amount_minor) <> 0) then
    raise exception 'ledger transaction % does not balance', new.transaction_id
      using errcode = 'HF010', constraint = 'ledger_balances';
  end if;
  return null;
end $$;
create constraint trigger ledger_entries_balance after insert on ledger_entries
  deferrable initially deferred for each row execute function check_ledger_entry_balances();

-- At commit: no payout takes more than the business is owed. A refund that comes later may leave it owing; only paying
-- out is refused then. One payout of a business at a time is looked at, by the lock that the program takes as well.
create function check_payout_within_owed() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  o record;
begin
  -- An older snapshot would not see what was paid out while this waited for the lock.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'payouts are posted in read committed' using errcode = 'HF004';
  end if;
  for o in
    select a.owner_id, a.currency from ledger_entries e join ledger_accounts a on a.id = e.account_id
    where e.transaction_id = new.id and a.kind in ('business_payable', 'venue_cash')
    group by 1, 2 having sum(e.amount_minor) < 0 order by 1, 2
  loop
    perform pg_advisory_xact_lock(hashtextextended('payouts:' || o.owner_id, 13));
    if (select sum(e.amount_minor) from ledger_accounts a join ledger_entries e on e.account_id = a.id
        where a.kind in ('business_payable', 'venue_cash') and a.owner_id = o.owner_id
          and a.currency = o.currency) < 0 then
      raise exception 'more is paid out than business % is owed', o.owner_id
        using errcode = '23514', constraint = 'payout_within_owed';
    end if;
  end loop;
  return null;
end $$;
create constraint trigger payout_within_owed after insert on ledger_transactions
  deferrable initially deferred for each row when (new.kind = 'payout') execute function check_payout_within_owed();

do $$
declare
  t text;
begin
  foreach t in array array['ledger_transactions', 'ledger_entries'] loop
    execute format('create trigger %1$s_append_only before update or delete on %1$I
      for each row execute function refuse_change()', t);
    execute format('create trigger %1$s_no_truncate before truncate on %1$I
      for each statement execute function refuse_change()', t);
  end loop;
end $$;
-- Only the trigger above moves a balance, and nothing else of an account ever changes.
create function guard_account() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - 'balance_minor') is distinct from (to_jsonb(old) - 'balance_minor')
     or pg_trigger_depth() < 2 then
    raise exception 'accounts change by entries alone' using errcode = 'HF004';
  end if;
  return new;
end $$;
create trigger ledger_accounts_guard before update or delete on ledger_accounts
  for each row execute function guard_account();

-- Writes one balanced transaction, or nothing when its key was written before (answers false then).
-- doc: {id, kind, key, orderId, bookingId, paymentId, refundId, memo,
--   lines: [{kind, ownerId, gateway, amountMinor, currency}]}; lines in the order of their accounts.
create function post_ledger(doc jsonb) returns boolean
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  l record;
  account uuid;
  n int := 0;
begin
  if app_scope() <> 'platform' then
    raise exception 'only the platform writes the ledger' using errcode = '42501';
  end if;
  insert into ledger_transactions (id, kind, key, order_id, booking_id, payment_id, refund_id, actor, request_id, memo)
  values ((doc->>'id')::uuid, doc->>'kind', doc->>'key', (doc->>'orderId')::uuid, (doc->>'bookingId')::uuid,
    (doc->>'paymentId')::uuid, (doc->>'refundId')::uuid,
    coalesce(nullif(current_setting('app.actor', true), ''), session_user),
    nullif(current_setting('app.request_id', true), ''), coalesce(doc->>'memo', ''))
  on conflict (key) do nothing;
  if not found then return false; end if;
  for l in
    select x->>'kind' as kind, (x->>'ownerId')::uuid as owner_id, x->>'gateway' as gateway,
           (x->>'amountMinor')::bigint as amount_minor, x->>'currency' as currency
    from jsonb_array_elements(doc->'lines') x
    order by 1, 2, 3, 5
  loop
    insert into ledger_accounts (kind, owner_id, gateway, currency)
    values (l.kind, l.owner_id, l.gateway, l.currency) on conflict do nothing;
    -- "is not distinct from" uses no index, and there are as many accounts as people.
    if l.owner_id is null then
      select a.id into strict account from ledger_accounts a
      where a.kind = l.kind and a.owner_id is null and a.gateway is not distinct from l.gateway
        and a.currency = l.currency;
    else
      select a.id into strict account from ledger_accounts a
      where a.kind = l.kind and a.owner_id = l.owner_id and a.gateway is null and a.currency = l.currency;
    end if;
    n := n + 1;
    insert into ledger_entries (transaction_id, line, account_id, amount_minor, currency)
    values ((doc->>'id')::uuid, n, account, l.amount_minor, l.currency);
  end loop;
  return true;
end $$;

do $$
declare
  t text;
begin
  foreach t in array array['ledger_accounts', 'ledger_transactions', 'ledger_entries'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy engine on %I to holdfast_engine using (true) with check (true)', t);
    execute format('grant select, insert on %I to holdfast_engine', t);
    execute format('grant select on %I to holdfast_app', t);
  end loop;
end $$;
grant update (balance_minor) on ledger_accounts to holdfast_engine;
create policy own on ledger_accounts for select to holdfast_app using (
  (select app_scope()) = 'platform'
  or ((select app_scope()) = 'member' and kind in ('business_payable', 'venue_cash') and owner_id = (select app_business()))
  or ((select app_scope()) = 'customer' and kind = 'customer_wallet' and owner_id = (select app_user())));
create policy own on ledger_entries for select to holdfast_app using (
  (select app_scope()) = 'platform'
  -- Found by owner and read once; the accounts' own policy says which of them one may see.
  or account_id = any (array(select a.id from ledger_accounts a
    where a.kind in ('customer_wallet', 'business_payable', 'venue_cash')
      and a.owner_id in ((select app_user()), (select app_business())))));
create policy own on ledger_transactions for select to holdfast_app using (
  (select app_scope()) = 'platform' or exists (select from ledger_entries e where e.transaction_id = ledger_transactions.id));

do $$
declare
  door text;
begin
  foreach door in array array['ledger_entry_counts()', 'check_ledger_balances()', 'check_ledger_entry_balances()',
    'check_payout_within_owed()', 'post_ledger(jsonb)'] loop
    execute format('alter function %s owner to holdfast_engine', door);
    execute format('alter function %s set plan_cache_mode = force_generic_plan', door);
    execute format('revoke all on function %s from public', door);
  end loop;
end $$;
grant execute on function post_ledger(jsonb) to holdfast_app;
