-- Who may read and write which rows of this room's tables. Engine functions see all rows.

drop policy if exists engine on invoice_counters;
create policy engine on invoice_counters to holdfast_engine using (true) with check (true);

drop policy if exists platform on invoice_counters;
create policy platform on invoice_counters to holdfast_app
  using ((select app_scope()) = 'platform')
  with check ((select app_scope()) = 'platform');

drop policy if exists engine on invoices;
create policy engine on invoices to holdfast_engine using (true) with check (true);

drop policy if exists own on invoices;
create policy own on invoices for select to holdfast_app
  using (((select app_scope()) = 'member' and business_id = (select app_business()))
    or (exists (select from bookings b where (b.business_id = invoices.business_id and b.id = invoices.booking_id))));

drop policy if exists platform on invoices;
create policy platform on invoices to holdfast_app
  using ((select app_scope()) = 'platform')
  with check ((select app_scope()) = 'platform');

drop policy if exists engine on tax_settings;
create policy engine on tax_settings to holdfast_engine using (true) with check (true);

drop policy if exists own on tax_settings;
create policy own on tax_settings to holdfast_app
  using ((select app_scope()) = 'member' and business_id = (select app_business()))
  with check ((select app_scope()) = 'member' and business_id = (select app_business()));

drop policy if exists platform on tax_settings;
create policy platform on tax_settings to holdfast_app
  using ((select app_scope()) = 'platform')
  with check ((select app_scope()) = 'platform');

drop policy if exists printed on tax_settings;
create policy printed on tax_settings for select to holdfast_app
  using (exists (select from bookings b where b.business_id = tax_settings.business_id));
