-- Who may read and write which rows of this room's tables. Engine functions see all rows.

do $$
declare
  t text;
begin
  foreach t in array array[
    'location_holidays', 'location_hours', 'locations'
  ] loop
    execute format('drop policy if exists changed on %I', t);
    execute format($p$create policy changed on %1$I for update to holdfast_app
      using (((select app_scope()) = 'member' and business_id = (select app_business()))
        or (select app_scope()) = 'platform')$p$, t);
    execute format('drop policy if exists engine on %I', t);
    execute format($p$create policy engine on %1$I to holdfast_engine using (true) with check (true)$p$, t);
    execute format('drop policy if exists readable on %I', t);
    execute format($p$create policy readable on %1$I for select to holdfast_app
      using (business_id = (select app_business()) or (select app_scope()) = 'platform' or is_public(business_id))$p$, t);
    execute format('drop policy if exists removed on %I', t);
    execute format($p$create policy removed on %1$I for delete to holdfast_app
      using (((select app_scope()) = 'member' and business_id = (select app_business()))
        or (select app_scope()) = 'platform')$p$, t);
    execute format('drop policy if exists written on %I', t);
    execute format($p$create policy written on %1$I for insert to holdfast_app
      with check (((select app_scope()) = 'member' and business_id = (select app_business()))
        or (select app_scope()) = 'platform')$p$, t);
  end loop;
end $$;

drop policy if exists changed on businesses;
create policy changed on businesses for update to holdfast_app
  using (((select app_scope()) = 'member' and id = (select app_business()))
    or (select app_scope()) = 'platform');

drop policy if exists engine on businesses;
create policy engine on businesses to holdfast_engine using (true) with check (true);

drop policy if exists readable on businesses;
create policy readable on businesses for select to holdfast_app
  using (business_is_public(status)
    or id = (select app_business())
    or (select app_scope()) = 'platform'
    or (exists (select from members m where (m.business_id = businesses.id and m.user_id = (select app_user())))));

drop policy if exists engine on members;
create policy engine on members to holdfast_engine using (true) with check (true);

drop policy if exists myself on members;
create policy myself on members for select to holdfast_app
  using (user_id = (select app_user()));

drop policy if exists own on members;
create policy own on members to holdfast_app
  using (((select app_scope()) = 'member' and business_id = (select app_business()))
    or (select app_scope()) = 'platform');
