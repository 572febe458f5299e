-- Why: what can be booked, for the four trades: offerings with their terms, units, timetables, rates.
-- Locks: new tables only.
-- Applied before as: e21febd60fe1bb0c5f0aacae5f5fba54f7b9a13cb6177a45ee55eed7e22be1d8

-- One row per thing on sale; the trade's own columns stand in services, rentals, routes, room_types.
create table offerings (
  business_id uuid not null references businesses,
  id uuid not null,
  kind text not null check (kind in ('service', 'rental', 'route', 'roomType')),
  location_id uuid,
  name_ar text not null check (name_ar <> ''),
  name_en text not null check (name_en <> ''),
  description_ar text not null default '',
  description_en text not null default '',
  payment_terms text not null default 'venue' check (payment_terms in ('venue', 'deposit', 'full')),
  acceptance text not null default 'auto' check (acceptance in ('auto', 'manual')),
  deposit_percent int not null default 0 check (deposit_percent between 0 and 100),
  hold_minutes int not null default 10 check (hold_minutes between 1 and 30),
  lead_minutes int not null default 0 check (lead_minutes between 0 and 525600),
  horizon_days int not null default 90 check (horizon_days between 1 and 1100),
  free_cancel_hours int not null default 24 check (free_cancel_hours between 0 and 8760),
  cancel_fee_percent int not null default 0 check (cancel_fee_percent between 0 and 100),
  cancel_fee_minor bigint not null default 0 check (cancel_fee_minor >= 0),
  no_show_fee_percent int not null default 0 check (no_show_fee_percent between 0 and 100),
  active boolean not null default true,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, id),
  unique (business_id, id, kind),
  foreign key (business_id, location_id) references locations,
  constraint offering_has_location check (kind = 'route' or location_id is not null),
  constraint deposit_is_something check (payment_terms <> 'deposit' or deposit_percent between 1 and 99),
  constraint one_cancel_fee check (cancel_fee_percent = 0 or cancel_fee_minor = 0)
);
create index offerings_id on offerings (id);

-- One exclusive thing. A staff member and a rental unit are themselves; a trip carries its numbered seats.
create table units (
  business_id uuid not null references businesses,
  id uuid not null,
  kind text not null check (kind in ('staff', 'rental', 'trip')),
  primary key (business_id, id),
  unique (business_id, id, kind)
);

-- Salon ------------------------------------------------------------------------------------------
create table services (
  business_id uuid not null,
  id uuid not null,
  kind text not null default 'service' check (kind = 'service'),
  duration_minutes int not null check (duration_minutes between 1 and 1440),
  buffer_before_minutes int not null default 0 check (buffer_before_minutes between 0 and 480),
  buffer_after_minutes int not null default 0 check (buffer_after_minutes between 0 and 480),
  step_minutes int not null default 15 check (step_minutes between 1 and 1440),
  price_minor bigint not null check (price_minor >= 0),
  primary key (business_id, id),
  foreign key (business_id, id, kind) references offerings (business_id, id, kind) on delete cascade
);

create table staff (
  business_id uuid not null,
  id uuid not null,
  kind text not null default 'staff' check (kind = 'staff'),
  location_id uuid not null,
  user_id uuid,
  name_ar text not null check (name_ar <> ''),
  name_en text not null check (name_en <> ''),
  active boolean not null default true,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, id),
  foreign key (business_id, id, kind) references units (business_id, id, kind),
  foreign key (business_id, location_id) references locations,
  -- Who leaves the business takes their sign-in along; the chair and its bookings stay.
  foreign key (business_id, user_id) references members on delete set null (user_id)
);

-- The composite keys are what makes "staff belongs to the same business as the service" a fact.
create table service_staff (
  business_id uuid not null,
  service_id uuid not null,
  staff_id uuid not null,
  primary key (business_id, service_id, staff_id),
  foreign key (business_id, service_id) references services on delete cascade,
  foreign key (business_id, staff_id) references staff on delete cascade
);

create table staff_windows (
  business_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  weekday int not null check (weekday between 1 and 7),
  starts_minute int not null check (starts_minute between 0 and 1439),
  ends_minute int not null check (ends_minute > starts_minute and ends_minute <= starts_minute + 1440),
  active boolean not null default true,
  primary key (business_id, id),
  foreign key (business_id, staff_id) references staff on delete cascade
);
create index staff_windows_staff on staff_windows (business_id, staff_id);

create table staff_breaks (
  business_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  weekday int not null check (weekday between 1 and 7),
  starts_minute int not null check (starts_minute between 0 and 1439),
  ends_minute int not null check (ends_minute > starts_minute and ends_minute <= starts_minute + 1440),
  primary key (business_id, id),
  foreign key (business_id, staff_id) references staff on delete cascade
);
create index staff_breaks_staff on staff_breaks (business_id, staff_id);

-- 'off' is time off, 'open' a one-off opening; instants, because they are dated.
create table staff_exceptions (
  business_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  kind text not null check (kind in ('off', 'open')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  reason text not null default '',
  primary key (business_id, id),
  foreign key (business_id, staff_id) references staff on delete cascade,
  check (starts_at < ends_at)
);
create index staff_exceptions_staff on staff_exceptions (business_id, staff_id, ends_at);

-- Venue ------------------------------------------------------------------------------------------
create table rentals (
  business_id uuid not null,
  id uuid not null,
  kind text not null default 'rental' check (kind = 'rental'),
  step_minutes int not null default 30 check (step_minutes between 1 and 1440),
  durations_minutes int[] not null default '{60}' check (cardinality(durations_minutes) between 1 and 48),
  price_hour_minor bigint not null check (price_hour_minor >= 0),
  primary key (business_id, id),
  foreign key (business_id, id, kind) references offerings (business_id, id, kind) on delete cascade
);

create table rental_units (
  business_id uuid not null,
  id uuid not null,
  kind text not null default 'rental' check (kind = 'rental'),
  rental_id uuid not null,
  label text not null check (label <> ''),
  active boolean not null default true,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, id),
  unique (business_id, rental_id, label),
  foreign key (business_id, id, kind) references units (business_id, id, kind),
  foreign key (business_id, rental_id) references rentals
);

-- Hourly price by weekday and time of day; where no band covers a minute the rental's own price holds.
create table rental_prices (
  business_id uuid not null,
  id uuid not null,
  rental_id uuid not null,
  weekday int not null check (weekday between 1 and 7),
  starts_minute int not null check (starts_minute between 0 and 1439),
  ends_minute int not null check (ends_minute > starts_minute and ends_minute <= 1440),
  price_hour_minor bigint not null check (price_hour_minor >= 0),
  primary key (business_id, id),
  foreign key (business_id, rental_id) references rentals on delete cascade,
  constraint rental_price_once exclude using gist
    (business_id with =, rental_id with =, weekday with =, int4range(starts_minute, ends_minute) with &&)
);

-- Bus --------------------------------------------------------------------------------------------
create table vehicles (
  business_id uuid not null references businesses,
  id uuid not null,
  name text not null check (name <> ''),
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, id),
  unique (business_id, name)
);

-- seat_no is the seat's identity in a claim; the label is what is printed on it.
create table vehicle_seats (
  business_id uuid not null,
  vehicle_id uuid not null,
  seat_no int not null check (seat_no between 1 and 1000),
  label text not null check (label <> ''),
  row_no int not null,
  column_no int not null,
  class text not null default 'standard',
  primary key (business_id, vehicle_id, seat_no),
  unique (business_id, vehicle_id, label),
  unique (business_id, vehicle_id, row_no, column_no),
  foreign key (business_id, vehicle_id) references vehicles on delete cascade
);

create table stops (
  business_id uuid not null references businesses,
  id uuid not null,
  code text not null,
  name_ar text not null,
  name_en text not null,
  city_ar text not null default '',
  city_en text not null default '',
  latitude double precision,
  longitude double precision,
  timezone text not null,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  search_text text generated always as
    (search_fold(name_ar || ' ' || name_en || ' ' || city_ar || ' ' || city_en)) stored,
  primary key (business_id, id),
  unique (business_id, code)
);
create index stops_id on stops (id);
create index stops_search on stops using gin (search_text gin_trgm_ops);

create table routes (
  business_id uuid not null,
  id uuid not null,
  kind text not null default 'route' check (kind = 'route'),
  code text not null,
  route_type int not null default 3,
  price_minor bigint not null check (price_minor >= 0),
  primary key (business_id, id),
  unique (business_id, code),
  foreign key (business_id, id, kind) references offerings (business_id, id, kind) on delete cascade
);

create table calendars (
  business_id uuid not null references businesses,
  id uuid not null,
  code text not null,
  weekdays int[] not null check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, id),
  unique (business_id, code)
);

create table calendar_dates (
  business_id uuid not null,
  calendar_id uuid not null,
  day date not null,
  runs boolean not null,
  primary key (business_id, calendar_id, day),
  foreign key (business_id, calendar_id) references calendars on delete cascade
);

-- The timetable of a trip without its date. Seconds count from "noon minus 12 hours" of the service
-- day, as GTFS does, so 25:30 is half past one the next morning and DST days come out right.
create table journeys (
  business_id uuid not null,
  id uuid not null,
  route_id uuid not null,
  calendar_id uuid not null,
  vehicle_id uuid not null,
  code text not null,
  headsign text not null default '',
  timezone text not null,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, id),
  unique (business_id, code),
  foreign key (business_id, route_id) references routes,
  foreign key (business_id, calendar_id) references calendars,
  foreign key (business_id, vehicle_id) references vehicles
);

-- boundary_seconds orders the legs in time even where a feed gives two stops the same minute: it is
-- what a seat's claim is cut at, and strictly increasing, so that no leg is empty and sellable twice.
create table journey_stops (
  business_id uuid not null,
  journey_id uuid not null,
  position int not null check (position >= 1),
  stop_id uuid not null,
  arrives_seconds int not null check (arrives_seconds >= 0),
  departs_seconds int not null check (departs_seconds >= arrives_seconds),
  boundary_seconds int not null,
  boards boolean not null default true,
  alights boolean not null default true,
  primary key (business_id, journey_id, position),
  unique (business_id, journey_id, boundary_seconds),
  foreign key (business_id, journey_id) references journeys on delete cascade,
  foreign key (business_id, stop_id) references stops
);
create index journey_stops_stop on journey_stops (business_id, stop_id, journey_id, position);

-- Headway service: the journey repeats every headway from start to end, shifted whole.
create table journey_frequencies (
  business_id uuid not null,
  journey_id uuid not null,
  starts_seconds int not null,
  ends_seconds int not null check (ends_seconds > starts_seconds),
  headway_seconds int not null check (headway_seconds > 0),
  primary key (business_id, journey_id, starts_seconds),
  foreign key (business_id, journey_id) references journeys on delete cascade
);

-- A dated trip. origin_at is the service day's noon minus 12 hours plus any headway shift; a stop's
-- instant is origin_at + its seconds.
create table trips (
  business_id uuid not null,
  id uuid not null,
  kind text not null default 'trip' check (kind = 'trip'),
  journey_id uuid not null,
  vehicle_id uuid not null,
  service_date date not null,
  shift_seconds int not null default 0,
  origin_at timestamptz not null,
  status text not null default 'scheduled' check (status in ('scheduled', 'cancelled')),
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, id),
  unique (business_id, journey_id, service_date, shift_seconds),
  foreign key (business_id, id, kind) references units (business_id, id, kind),
  foreign key (business_id, journey_id) references journeys,
  foreign key (business_id, vehicle_id) references vehicles
);
create index trips_id on trips (id);

-- Fare of a segment, by stop and optionally seat class; else the route's price holds.
create table fares (
  business_id uuid not null,
  id uuid not null,
  route_id uuid not null,
  from_stop_id uuid not null,
  to_stop_id uuid not null,
  class text not null default '',
  price_minor bigint not null check (price_minor >= 0),
  primary key (business_id, id),
  unique (business_id, route_id, from_stop_id, to_stop_id, class),
  foreign key (business_id, route_id) references routes on delete cascade,
  foreign key (business_id, from_stop_id) references stops,
  foreign key (business_id, to_stop_id) references stops
);

-- Hotel ------------------------------------------------------------------------------------------
create table room_types (
  business_id uuid not null,
  id uuid not null,
  kind text not null default 'roomType' check (kind = 'roomType'),
  rooms int not null check (rooms between 0 and 10000),
  occupancy int not null check (occupancy between 1 and 50),
  min_nights int not null default 1 check (min_nights between 1 and 365),
  price_minor bigint not null check (price_minor >= 0),
  primary key (business_id, id),
  foreign key (business_id, id, kind) references offerings (business_id, id, kind) on delete cascade
);

-- What differs from the room type's own price and rules on one night.
create table room_rates (
  business_id uuid not null,
  room_type_id uuid not null,
  night date not null,
  price_minor bigint check (price_minor >= 0),
  closed boolean not null default false,
  min_nights int check (min_nights between 1 and 365),
  primary key (business_id, room_type_id, night),
  foreign key (business_id, room_type_id) references room_types on delete cascade
);
create index room_rates_night on room_rates (night);
