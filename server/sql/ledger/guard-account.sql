-- Only the ledger's trigger changes a balance; nothing else of an account ever changes.
create or replace function guard_account() returns trigger set search_path = public, pg_temp language plpgsql as $$
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - 'balance_minor') is distinct from (to_jsonb(old) - 'balance_minor')
     or pg_trigger_depth() < 2 then
    raise exception 'accounts change by entries alone' using errcode = 'HF004';
  end if;
  return new;
end $$;

create or replace trigger ledger_accounts_guard before delete or update on ledger_accounts
  for each row execute function guard_account();
