-- Only the trigger above moves a balance, and nothing else of an account ever changes.
create or replace function guard_account() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - 'balance_minor') is distinct from (to_jsonb(old) - 'balance_minor')
     or pg_trigger_depth() < 2 then
    raise exception 'accounts change by entries alone' using errcode = 'HF004';
  end if;
  return new;
end $$;
