-- Who may read and write which rows of this room's tables. Engine functions see all rows.

drop policy if exists engine on refunds;
create policy engine on refunds to holdfast_engine using (true) with check (true);

drop policy if exists own on refunds;
create policy own on refunds for select to holdfast_app
  using (((select app_scope()) = 'member' and business_id = (select app_business()))
    or (exists (select from bookings b where (b.business_id = refunds.business_id and b.id = refunds.booking_id))));

drop policy if exists platform on refunds;
create policy platform on refunds to holdfast_app
  using ((select app_scope()) = 'platform')
  with check ((select app_scope()) = 'platform');

drop policy if exists engine on refund_items;
create policy engine on refund_items to holdfast_engine using (true) with check (true);

drop policy if exists own on refund_items;
create policy own on refund_items for select to holdfast_app
  using (exists (select from refunds r where (r.business_id = refund_items.business_id and r.id = refund_items.refund_id)));

drop policy if exists platform on refund_items;
create policy platform on refund_items for select to holdfast_app
  using ((select app_scope()) = 'platform');
