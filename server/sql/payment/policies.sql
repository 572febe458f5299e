-- Who may read and write which rows of this room's tables. Engine functions see all rows.

drop policy if exists engine on payment_shares;
create policy engine on payment_shares to holdfast_engine using (true) with check (true);

drop policy if exists own on payment_shares;
create policy own on payment_shares for select to holdfast_app
  using (((select app_scope()) = 'member' and business_id = (select app_business()))
    or (exists (select from bookings b where (b.business_id = payment_shares.business_id and b.id = payment_shares.booking_id))));

drop policy if exists platform on payment_shares;
create policy platform on payment_shares to holdfast_app
  using ((select app_scope()) = 'platform')
  with check ((select app_scope()) = 'platform');

drop policy if exists engine on payment_events;
create policy engine on payment_events to holdfast_engine using (true) with check (true);

drop policy if exists own on payment_events;
create policy own on payment_events for select to holdfast_app
  using (exists (select from payments p where p.id = payment_events.payment_id));

drop policy if exists platform on payment_events;
create policy platform on payment_events to holdfast_app
  using ((select app_scope()) = 'platform')
  with check ((select app_scope()) = 'platform');

drop policy if exists engine on payment_share_items;
create policy engine on payment_share_items to holdfast_engine using (true) with check (true);

drop policy if exists own on payment_share_items;
create policy own on payment_share_items for select to holdfast_app
  using (((select app_scope()) = 'member' and business_id = (select app_business()))
    or (exists (select from bookings b where (b.business_id = payment_share_items.business_id and b.id = payment_share_items.booking_id))));

drop policy if exists platform on payment_share_items;
create policy platform on payment_share_items for select to holdfast_app
  using ((select app_scope()) = 'platform');

drop policy if exists engine on payments;
create policy engine on payments to holdfast_engine using (true) with check (true);

drop policy if exists own on payments;
create policy own on payments for select to holdfast_app
  using (((select app_scope()) = 'customer' and customer_id = (select app_user()))
    or (exists (select from payment_shares s where s.payment_id = payments.id)));

drop policy if exists platform on payments;
create policy platform on payments to holdfast_app
  using ((select app_scope()) = 'platform')
  with check ((select app_scope()) = 'platform');

drop policy if exists engine on webhook_inbox;
create policy engine on webhook_inbox to holdfast_engine using (true) with check (true);

drop policy if exists platform on webhook_inbox;
create policy platform on webhook_inbox to holdfast_app
  using ((select app_scope()) = 'platform')
  with check ((select app_scope()) = 'platform');
