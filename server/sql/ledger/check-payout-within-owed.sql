-- At commit: no payout exceeds what the business is owed. A later refund may put it in debt; then only payouts are
-- refused. Checks one payout per business at a time, by the lock that the program takes as well.
create or replace function check_payout_within_owed() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  o record;
begin
  -- An older snapshot would miss what was paid out while this waited for the lock.
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

alter function check_payout_within_owed() owner to holdfast_engine;
alter function check_payout_within_owed()
  set plan_cache_mode = force_generic_plan;
revoke all on function check_payout_within_owed() from public;

drop trigger if exists payout_within_owed on ledger_transactions;
create constraint trigger payout_within_owed after insert on ledger_transactions deferrable initially deferred
  for each row when ((new.kind = 'payout'::text)) execute function check_payout_within_owed();
