import type { Check } from "./check.ts";

const TRIGGERS = [
  "ledger_transactions_append_only",
  "ledger_transactions_no_truncate",
  "ledger_entries_append_only",
  "ledger_entries_no_truncate",
  "ledger_entries_count",
  "ledger_entries_balance",
  "ledger_balances",
  "wallet_credits_are_money",
  "payout_within_owed",
  "ledger_accounts_guard",
  "payments_move",
  "payments_stay",
  "booking_paid_first",
  "booking_paid_no_more_than_it_costs",
  "share_within_price",
  "payment_within_price",
  "payments_event",
  "payment_events_append_only",
  "payment_events_no_truncate",
  "refunds_destination",
  "refunds_follow",
  "refunds_stay",
];

const CONSTRAINTS = [
  "wallet_never_below_zero",
  "account_once",
  "account_owned",
  "ledger_transactions_key_key",
  "charge_counts_once",
  "captured_within_payment",
  "refunds_within_payment",
  "refunds_within_share",
  "payment_stamped",
  "refund_stamped",
];

const INDEXES = ["one_open_payment", "one_wallet_debit", "one_automatic_refund"];

function rowsOf(names: readonly string[]): string {
  return names.map((name) => `('${name}')`).join(", ");
}

/** The ledger is balanced, closed and guarded. */
export const ledgerChecks: readonly Check[] = [
  {
    guarantee: 0,
    title: "the constraints on money are in force",
    query: `
      select count(*) as checked, count(*) filter (where not coalesce(c.convalidated, i.indisvalid, false)) as broken
      from (values ${rowsOf([...CONSTRAINTS, ...INDEXES])}) w(name)
      left join pg_constraint c on c.conname = w.name
      left join pg_class k on k.relname = w.name and c.oid is null
      left join pg_index i on i.indexrelid = k.oid and i.indisunique`,
  },
  {
    guarantee: 0,
    title: "the triggers that guard the ledger, payments and refunds are switched on",
    query: `
      select count(*) as checked, count(*) filter (where t.tgenabled is distinct from 'O') as broken
      from (values ${rowsOf(TRIGGERS)}) w(name)
      left join pg_trigger t on t.tgname = w.name`,
  },
  {
    guarantee: 8,
    title: "every ledger transaction balances to zero in every currency",
    query: `
      with sums as (
        select transaction_id, currency, sum(amount_minor) as total from ledger_entries group by 1, 2)
      select count(*) as checked, count(*) filter (where balanced is not true) as broken from (
        select t.id, bool_and(s.total = 0) as balanced
        from ledger_transactions t left join sums s on s.transaction_id = t.id group by t.id) t`,
  },
  {
    guarantee: 8,
    title: "all accounts add up to zero in every currency",
    query: `
      select count(*) as checked, count(*) filter (where total <> 0) as broken from (
        select currency, sum(amount_minor) as total from ledger_entries group by 1) c`,
  },
  {
    guarantee: 8,
    title: "every entry is in the currency of its account",
    query: `
      select count(*) as checked, count(*) filter (where e.currency <> a.currency) as broken
      from ledger_entries e join ledger_accounts a on a.id = e.account_id`,
  },
  {
    guarantee: 8,
    title: "every wallet holds the sum of its entries, and none is below zero",
    query: `
      with sums as (select account_id, sum(amount_minor) as total from ledger_entries group by 1)
      select count(*) as checked, count(*) filter (
        where a.balance_minor < 0 or a.balance_minor <> coalesce(s.total, 0)) as broken
      from ledger_accounts a left join sums s on s.account_id = a.id where a.kind = 'customer_wallet'`,
  },
  {
    guarantee: 8,
    title: "the server can write to the ledger through one function only",
    query: `
      select count(*) as checked, count(*) filter (
        where has_table_privilege(current_user, t, 'insert, update, delete, truncate')) as broken
      from unnest(array['ledger_accounts', 'ledger_transactions', 'ledger_entries']) t`,
  },
  {
    guarantee: 8,
    title: "every payout batch is the sum of its payouts",
    query: `
      with sums as (
        select batch_id, currency, sum(amount_minor) as total, count(*) as payouts
        from payouts where batch_id is not null group by 1, 2)
      select count(*) as checked, count(*) filter (where
        (s.currency, s.total, s.payouts) is distinct from (b.currency, b.amount_minor, b.payouts)) as broken
      from payout_batches b left join sums s on s.batch_id = b.id`,
  },
  {
    guarantee: 11,
    title: "a stranger sees no payment, refund, payout or ledger row",
    scope: "public",
    query: `
      select 9 as checked, (select count(*) from payments) + (select count(*) from payment_events)
        + (select count(*) from payment_shares) + (select count(*) from refunds)
        + (select count(*) from payouts) + (select count(*) from payout_batches)
        + (select count(*) from ledger_accounts) + (select count(*) from ledger_transactions)
        + (select count(*) from ledger_entries) as broken`,
  },
];
