create or replace function ledger_entry_counts() returns trigger
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

alter function ledger_entry_counts() owner to holdfast_engine;
alter function ledger_entry_counts()
  set plan_cache_mode = force_generic_plan;
revoke all on function ledger_entry_counts() from public;

create or replace trigger ledger_entries_count after insert on ledger_entries
  for each row execute function ledger_entry_counts();
