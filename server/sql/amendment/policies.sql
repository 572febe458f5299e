-- Who may read and write which rows of this room's tables. Engine functions see all rows.

drop policy if exists engine on amendments;
create policy engine on amendments to holdfast_engine using (true) with check (true);

drop policy if exists own on amendments;
create policy own on amendments for select to holdfast_app
  using (((select app_scope()) = 'member' and business_id = (select app_business()))
    or (select app_scope()) = 'platform'
    or (exists (select from bookings b where (b.business_id = amendments.business_id and b.id = amendments.booking_id))));
