-- Checks the balance again when an entry is added later to an existing transaction.
create or replace function check_ledger_entry_balances() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (select from ledger_entries e where e.transaction_id = new.transaction_id
             group by e.currency having sum(e.amount_minor) <> 0) then
    raise exception 'ledger transaction % does not balance', new.transaction_id
      using errcode = 'HF010', constraint = 'ledger_balances';
  end if;
  return null;
end $$;

alter function check_ledger_entry_balances() owner to holdfast_engine;
alter function check_ledger_entry_balances()
  set plan_cache_mode = force_generic_plan;
revoke all on function check_ledger_entry_balances() from public;

drop trigger if exists ledger_entries_balance on ledger_entries;
create constraint trigger ledger_entries_balance after insert on ledger_entries
  deferrable initially deferred for each row execute function check_ledger_entry_balances();
