-- Who may read and write which rows of this room's tables. Engine functions see all rows.

do $$
declare
  t text;
begin
  foreach t in array array[
    'booking_events', 'booking_items', 'claims', 'pool_claims'
  ] loop
    execute format('drop policy if exists engine on %I', t);
    execute format($p$create policy engine on %1$I to holdfast_engine using (true) with check (true)$p$, t);
    execute format('drop policy if exists own on %I', t);
    execute format($p$create policy own on %1$I for select to holdfast_app
      using (((select app_scope()) = 'member' and business_id = (select app_business()))
        or (select app_scope()) = 'platform'
        or (exists (select from bookings b where (b.business_id = %1$I.business_id and b.id = %1$I.booking_id))))$p$, t);
  end loop;
end $$;

drop policy if exists engine on bookings;
create policy engine on bookings to holdfast_engine using (true) with check (true);

drop policy if exists own on bookings;
create policy own on bookings for select to holdfast_app
  using (((select app_scope()) = 'member' and business_id = (select app_business()))
    or (select app_scope()) = 'platform'
    or ((select app_scope()) = 'customer' and (customer_id = (select app_user())
    or (business_id = any (array(select m.business_id from members m where m.user_id = (select app_user())))))));

drop policy if exists engine on orders;
create policy engine on orders to holdfast_engine using (true) with check (true);

drop policy if exists own on orders;
create policy own on orders for select to holdfast_app
  using (((select app_scope()) = 'customer' and customer_id = (select app_user()))
    or (select app_scope()) = 'platform'
    or (exists (select from bookings b where b.order_id = orders.id)));

do $$
declare
  t text;
begin
  foreach t in array array['pools', 'pool_buckets'] loop
    execute format('drop policy if exists engine on %I', t);
    execute format($p$create policy engine on %1$I to holdfast_engine using (true) with check (true)$p$, t);
    execute format('drop policy if exists own on %I', t);
    execute format($p$create policy own on %1$I for select to holdfast_app
      using (((select app_scope()) = 'member' and business_id = (select app_business()))
        or (select app_scope()) = 'platform')$p$, t);
  end loop;
end $$;
