-- Who may read and write which rows of this room's tables. Engine functions see all rows.

drop policy if exists engine on api_keys;
create policy engine on api_keys to holdfast_engine using (true) with check (true);

drop policy if exists own on api_keys;
create policy own on api_keys to holdfast_app
  using (((select app_scope()) = 'member' and business_id = (select app_business()))
    or (select app_scope()) = 'platform');

drop policy if exists engine on sessions;
create policy engine on sessions to holdfast_engine using (true) with check (true);

drop policy if exists self on sessions;
create policy self on sessions to holdfast_app
  using (user_id = (select app_user()) or (select app_scope()) = 'platform');

drop policy if exists colleagues on users;
create policy colleagues on users for select to holdfast_app
  using ((select app_scope()) = 'member' and (exists (select from members m where (m.user_id = users.id and m.business_id = (select app_business())))));

drop policy if exists engine on users;
create policy engine on users to holdfast_engine using (true) with check (true);

drop policy if exists self on users;
create policy self on users to holdfast_app
  using (id = (select app_user()) or (select app_scope()) = 'platform');
