-- Why: guarantees 10 and 11 in the database. Customers and strangers see only approved businesses,
-- members and keys only their own business, people only their own bookings; writing bookings, claims,
-- pools and events is for the engine's functions alone. Locks: brief, on new tables only.
-- Applied before as: a2ece63fd4a112dbd4fe2f9c4ca0be03d2caf9127e786d1fde7f1e97927429be

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
    execute format('grant select, insert, update, delete on %I to holdfast_app', t);
  end loop;
end $$;
grant select on businesses to holdfast_app;
grant update (slug, name_ar, name_en, description_ar, description_en, city_ar, city_en, currency)
  on businesses to holdfast_app;

-- Rows of one business that the public never sees.
do $$
declare
  t text;
begin
  foreach t in array array['api_keys', 'members'] loop
    execute format('grant select, insert, update, delete on %I to holdfast_app', t);
  end loop;
end $$;
grant select, insert, update on messages to holdfast_app;
grant select, insert on audit_log to holdfast_app;
-- Who runs the platform is not theirs to say: is_admin is set by grant_admin() alone.
grant select on users to holdfast_app;
grant insert (id, phone, email, name, locale, created_at) on users to holdfast_app;
grant update (phone, email, name, locale) on users to holdfast_app;
grant select, insert, update, delete on sessions to holdfast_app;
do $$
declare
  t text;
begin
  foreach t in array array['booking_items', 'claims', 'pool_claims', 'booking_events'] loop
    execute format('grant select on %I to holdfast_app', t);
  end loop;
end $$;
grant select on orders, bookings, pool_buckets to holdfast_app;
