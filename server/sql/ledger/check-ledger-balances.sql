-- Guarantee 8, at commit: a transaction has entries, and they sum to zero per currency.
create or replace function check_ledger_balances() returns trigger
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

alter function check_ledger_balances() owner to holdfast_engine;
alter function check_ledger_balances()
  set plan_cache_mode = force_generic_plan;
revoke all on function check_ledger_balances() from public;

drop trigger if exists ledger_balances on ledger_transactions;
create constraint trigger ledger_balances after insert on ledger_transactions
  deferrable initially deferred for each row execute function check_ledger_balances();
