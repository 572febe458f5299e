-- Why: guarantees 10 and 11 in the database. Customers and strangers see only approved businesses,
-- members and keys only their own business, people only their own bookings; writing bookings, claims,
-- pools and events is for the engine's functions alone. Locks: brief, on new tables only.

-- Whether strangers may see a business. A function of its own with a cached plan: written out in the policy of
-- each of thirty tables it made planning a slot search twenty times slower than running it (8.6 ms to 0.4 ms).
create function is_public(business uuid) returns boolean
stable parallel safe security definer set search_path = public, pg_temp language plpgsql as $$
begin
  return exists (select 1 from businesses b where b.id = business and b.status = 'approved');
end $$;
alter function is_public(uuid) owner to holdfast_engine;
revoke all on function is_public(uuid) from public;
grant execute on function is_public(uuid) to holdfast_app, holdfast_engine;

-- The engine's functions see everything they are granted; what they may do is in their text.
do $$
declare
  t text;
begin
  foreach t in array array['users', 'sessions', 'businesses', 'members', 'api_keys', 'locations', 'location_hours',
    'location_holidays', 'audit_log', 'offerings', 'units', 'services', 'staff', 'service_staff', 'staff_windows',
    'staff_breaks', 'staff_exceptions', 'rentals', 'rental_units', 'rental_prices', 'vehicles', 'vehicle_seats',
    'stops', 'routes', 'calendars', 'calendar_dates', 'journeys', 'journey_stops', 'journey_frequencies', 'trips',
    'fares', 'room_types', 'room_rates', 'orders', 'bookings', 'booking_items', 'claims', 'pool_buckets',
    'pool_claims', 'booking_events', 'messages'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy engine on %I to holdfast_engine using (true) with check (true)', t);
    execute format('grant select on %I to holdfast_engine', t);
  end loop;
end $$;
grant select on booking_moves to holdfast_app, holdfast_engine;
grant insert, update on orders, bookings, booking_items, claims, pool_buckets, pool_claims, businesses, members,
  users, sessions, api_keys to holdfast_engine;
grant insert on booking_events to holdfast_engine;
grant update on units to holdfast_engine;
grant select, insert, update on otp_codes, dev_messages to holdfast_app, holdfast_engine;
grant delete on otp_codes to holdfast_app;

-- Public catalogue: readable while the business is approved, or by its own people, or the platform;
-- writable by its own people and the platform.
do $$
declare
  t text;
begin
  foreach t in array array['locations', 'location_hours', 'location_holidays', 'offerings', 'units', 'services',
    'staff', 'service_staff', 'staff_windows', 'staff_breaks', 'staff_exceptions', 'rentals', 'rental_units',
    'rental_prices', 'vehicles', 'vehicle_seats', 'stops', 'routes', 'calendars', 'calendar_dates', 'journeys',
    'journey_stops', 'journey_frequencies', 'trips', 'fares', 'room_types', 'room_rates'] loop
    execute format($p$create policy readable on %1$I for select to holdfast_app using (
      business_id = (select app_business()) or (select app_scope()) = 'platform' or is_public(business_id))$p$, t);
    execute format($p$create policy written on %I for insert to holdfast_app with check (
      ((select app_scope()) = 'member' and business_id = (select app_business()))
      or (select app_scope()) = 'platform')$p$, t);
    execute format($p$create policy changed on %I for update to holdfast_app using (
      ((select app_scope()) = 'member' and business_id = (select app_business()))
      or (select app_scope()) = 'platform')$p$, t);
    execute format($p$create policy removed on %I for delete to holdfast_app using (
      ((select app_scope()) = 'member' and business_id = (select app_business()))
      or (select app_scope()) = 'platform')$p$, t);
    execute format('grant select, insert, update, delete on %I to holdfast_app', t);
  end loop;
end $$;

-- A business's status is moved by move_business() alone: no column grant, no back door.
create policy readable on businesses for select to holdfast_app using (
  status = 'approved' or id = (select app_business()) or (select app_scope()) = 'platform'
  or exists (select 1 from members m where m.business_id = businesses.id and m.user_id = (select app_user())));
create policy changed on businesses for update to holdfast_app using (
  ((select app_scope()) = 'member' and id = (select app_business())) or (select app_scope()) = 'platform');
grant select on businesses to holdfast_app;
grant update (slug, name_ar, name_en, description_ar, description_en, city_ar, city_en, currency)
  on businesses to holdfast_app;

-- Rows of one business that the public never sees.
do $$
declare
  t text;
begin
  foreach t in array array['api_keys', 'members'] loop
    execute format($p$create policy own on %I to holdfast_app using (
      ((select app_scope()) = 'member' and business_id = (select app_business()))
      or (select app_scope()) = 'platform')$p$, t);
    execute format('grant select, insert, update, delete on %I to holdfast_app', t);
  end loop;
end $$;
create policy myself on members for select to holdfast_app using (user_id = (select app_user()));

create policy own on messages to holdfast_app using (
  ((select app_scope()) = 'member' and business_id = (select app_business()))
  or (select app_scope()) = 'platform');
grant select, insert, update on messages to holdfast_app;

create policy own on audit_log for select to holdfast_app using (
  ((select app_scope()) = 'member' and business_id = (select app_business()))
  or (select app_scope()) = 'platform');
create policy noted on audit_log for insert to holdfast_app with check (
  ((select app_scope()) = 'member' and business_id = (select app_business()))
  or (select app_scope()) = 'platform');
grant select, insert on audit_log to holdfast_app;

create policy self on users to holdfast_app using (
  id = (select app_user()) or (select app_scope()) = 'platform');
-- Who runs the platform is not theirs to say: is_admin is set by grant_admin() alone.
grant select on users to holdfast_app;
grant insert (id, phone, email, name, locale, created_at) on users to holdfast_app;
grant update (phone, email, name, locale) on users to holdfast_app;
create policy self on sessions to holdfast_app using (
  user_id = (select app_user()) or (select app_scope()) = 'platform');
grant select, insert, update, delete on sessions to holdfast_app;

-- Bookings: the customer's own, and the business's for its members and keys. Read only; the engine's
-- functions write. What hangs on a booking is seen by whoever sees the booking.
create policy own on bookings for select to holdfast_app using (
  ((select app_scope()) = 'member' and business_id = (select app_business()))
  or (select app_scope()) = 'platform'
  or ((select app_scope()) = 'customer' and (
    customer_id = (select app_user())
    or business_id = any (array(select m.business_id from members m where m.user_id = (select app_user()))))));
create policy own on orders for select to holdfast_app using (
  ((select app_scope()) = 'customer' and customer_id = (select app_user()))
  or (select app_scope()) = 'platform'
  or exists (select 1 from bookings b where b.order_id = orders.id));
do $$
declare
  t text;
begin
  foreach t in array array['booking_items', 'claims', 'pool_claims', 'booking_events'] loop
    execute format($p$create policy own on %1$I for select to holdfast_app using (
      ((select app_scope()) = 'member' and business_id = (select app_business()))
      or (select app_scope()) = 'platform'
      or exists (select 1 from bookings b
        where b.business_id = %1$I.business_id and b.id = %1$I.booking_id))$p$, t);
    execute format('grant select on %I to holdfast_app', t);
  end loop;
end $$;
create policy own on pool_buckets for select to holdfast_app using (
  ((select app_scope()) = 'member' and business_id = (select app_business()))
  or (select app_scope()) = 'platform');
grant select on orders, bookings, pool_buckets to holdfast_app;
