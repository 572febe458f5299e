-- Who may read and write which rows of this room's tables. Engine functions see all rows.

drop policy if exists engine on audit_log;
create policy engine on audit_log to holdfast_engine using (true) with check (true);

drop policy if exists noted on audit_log;
create policy noted on audit_log for insert to holdfast_app
  with check (((select app_scope()) = 'member' and business_id = (select app_business()))
    or (select app_scope()) = 'platform');

drop policy if exists own on audit_log;
create policy own on audit_log for select to holdfast_app
  using (((select app_scope()) = 'member' and business_id = (select app_business()))
    or (select app_scope()) = 'platform');
