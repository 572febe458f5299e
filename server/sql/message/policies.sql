-- Who may read and write which rows of this room's tables. Engine functions see all rows.

drop policy if exists engine on messages;
create policy engine on messages to holdfast_engine using (true) with check (true);

drop policy if exists own on messages;
create policy own on messages to holdfast_app
  using (((select app_scope()) = 'member' and business_id = (select app_business()))
    or (select app_scope()) = 'platform');
