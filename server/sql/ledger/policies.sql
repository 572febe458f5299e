-- Who may read and write which rows of this room's tables. Engine functions see all rows.

drop policy if exists engine on ledger_accounts;
create policy engine on ledger_accounts to holdfast_engine using (true) with check (true);

drop policy if exists own on ledger_accounts;
create policy own on ledger_accounts for select to holdfast_app
  using ((select app_scope()) = 'platform'
    or ((select app_scope()) = 'member' and kind in ('business_payable', 'venue_cash') and owner_id = (select app_business()))
    or ((select app_scope()) = 'customer' and kind = 'customer_wallet' and owner_id = (select app_user())));

drop policy if exists engine on ledger_entries;
create policy engine on ledger_entries to holdfast_engine using (true) with check (true);

drop policy if exists own on ledger_entries;
create policy own on ledger_entries for select to holdfast_app
  using ((select app_scope()) = 'platform'
    or (account_id = any (array(select a.id from ledger_accounts a where (a.kind in ('customer_wallet', 'business_payable', 'venue_cash') and (a.owner_id = any (array[(select app_user()), (select app_business())])))))));

drop policy if exists engine on ledger_transactions;
create policy engine on ledger_transactions to holdfast_engine using (true) with check (true);

drop policy if exists own on ledger_transactions;
create policy own on ledger_transactions for select to holdfast_app
  using ((select app_scope()) = 'platform'
    or (exists (select from ledger_entries e where e.transaction_id = ledger_transactions.id)));

drop policy if exists engine on payout_batches;
create policy engine on payout_batches to holdfast_engine using (true) with check (true);

drop policy if exists platform on payout_batches;
create policy platform on payout_batches to holdfast_app
  using ((select app_scope()) = 'platform')
  with check ((select app_scope()) = 'platform');

drop policy if exists engine on payouts;
create policy engine on payouts to holdfast_engine using (true) with check (true);

drop policy if exists own on payouts;
create policy own on payouts for select to holdfast_app
  using ((select app_scope()) = 'member' and business_id = (select app_business()));

drop policy if exists platform on payouts;
create policy platform on payouts to holdfast_app
  using ((select app_scope()) = 'platform')
  with check ((select app_scope()) = 'platform');
