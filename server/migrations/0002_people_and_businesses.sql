-- Why: who acts (users, sessions, keys, members) and for whom (businesses, locations); approval with
-- its stamps; the audit trail. Locks: new tables only.
-- Applied before as: bf454978640a9c627eadb187c1e4f355271b0c041f665bc5afec20c6f9a6b20f

create table users (
  id uuid primary key,
  phone text unique check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  email text,
  name text not null default '',
  locale text not null default 'ar' check (locale in ('ar', 'en')),
  is_admin boolean not null default false,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1
);

create table otp_codes (
  id uuid primary key,
  phone text not null,
  channel text not null default 'sms' check (channel in ('sms', 'whatsapp')),
  code_hash text not null,
  tries int not null default 0,
  ip text,
  created_at timestamptz not null default app_now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index otp_codes_phone on otp_codes (phone, created_at desc);

create table sessions (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  token_hash text not null unique,
  user_agent text,
  ip text,
  created_at timestamptz not null default app_now(),
  last_seen_at timestamptz not null default app_now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index sessions_user on sessions (user_id);

-- What the development channel "sent"; production never writes here.
create table dev_messages (
  id uuid primary key,
  recipient text not null,
  channel text not null,
  text text not null,
  code text,
  created_at timestamptz not null default app_now()
);
create index dev_messages_recipient on dev_messages (recipient, created_at desc);

create table businesses (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  kind text not null check (kind in ('salon', 'venue', 'bus', 'hotel')),
  name_ar text not null check (name_ar <> ''),
  name_en text not null check (name_en <> ''),
  description_ar text not null default '',
  description_en text not null default '',
  city_ar text not null default '',
  city_en text not null default '',
  currency text not null default 'SAR' check (currency ~ '^[A-Z]{3}$'),
  status text not null default 'draft'
    check (status in ('draft', 'submitted', 'approved', 'rejected', 'suspended')),
  submitted_at timestamptz,
  approved_at timestamptz,
  rejected_at timestamptz,
  suspended_at timestamptz,
  decided_by uuid references users,
  decision_reason text,
  source text not null default 'manual',
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  search_text text generated always as
    (search_fold(name_ar || ' ' || name_en || ' ' || description_ar || ' ' || description_en || ' '
      || city_ar || ' ' || city_en)) stored,
  constraint business_stamped check (
    (status <> 'submitted' or submitted_at is not null) and
    (status <> 'approved' or approved_at is not null) and
    (status <> 'rejected' or (rejected_at is not null and decision_reason is not null)) and
    (status <> 'suspended' or (suspended_at is not null and decision_reason is not null)))
);
create index businesses_search on businesses using gin (search_text gin_trgm_ops);
create index businesses_status on businesses (status, kind);

create table members (
  business_id uuid not null references businesses,
  user_id uuid not null references users,
  role text not null check (role in ('staff', 'manager', 'owner')),
  -- What the business calls them. A person's own name is not shown to whoever knows their number.
  name text check (name <> ''),
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, user_id)
);
create index members_user on members (user_id);

create table api_keys (
  business_id uuid not null references businesses,
  id uuid not null,
  name text not null check (name <> ''),
  secret_hash text not null,
  scopes text[] not null check (scopes <@ array['catalogue:read', 'catalogue:write',
    'bookings:read', 'bookings:write']),
  created_by uuid references users,
  created_at timestamptz not null default app_now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (business_id, id)
);

create table locations (
  business_id uuid not null references businesses,
  id uuid not null,
  name_ar text not null check (name_ar <> ''),
  name_en text not null check (name_en <> ''),
  address_ar text not null default '',
  address_en text not null default '',
  city_ar text not null default '',
  city_en text not null default '',
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  timezone text not null default 'Asia/Riyadh',
  check_in_minute int not null default 900 check (check_in_minute between 0 and 1439),
  check_out_minute int not null default 720 check (check_out_minute between 0 and 1439),
  active boolean not null default true,
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1,
  primary key (business_id, id),
  check ((latitude is null) = (longitude is null))
);

-- Minutes since local midnight; an end beyond 1440 lies on the next day (22:00–02:00 is 1320–1560).
-- Weekdays are ISO: 1 Monday … 7 Sunday.
create table location_hours (
  business_id uuid not null,
  location_id uuid not null,
  weekday int not null check (weekday between 1 and 7),
  starts_minute int not null check (starts_minute between 0 and 1439),
  ends_minute int not null check (ends_minute > starts_minute and ends_minute <= starts_minute + 1440),
  primary key (business_id, location_id, weekday, starts_minute),
  foreign key (business_id, location_id) references locations on delete cascade
);

create table location_holidays (
  business_id uuid not null,
  location_id uuid not null,
  day date not null,
  name text not null default '',
  primary key (business_id, location_id, day),
  foreign key (business_id, location_id) references locations on delete cascade
);

-- Platform actions carry the nil business.
create table audit_log (
  business_id uuid not null default '00000000-0000-0000-0000-000000000000',
  id uuid not null,
  at timestamptz not null default app_now(),
  actor text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  request_id text,
  ip text,
  before jsonb,
  after jsonb,
  primary key (business_id, id)
);
create index audit_log_at on audit_log (business_id, at desc);
