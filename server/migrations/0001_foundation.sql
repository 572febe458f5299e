-- Why: the ground everything stands on: extensions, the two roles, and the request context that
-- row-level security reads. Locks: none worth naming, the database is empty.
-- Applied before as: dde6b21c9386d2fc2c8d3fb308147d8f1c4dbe8edfbfe73eb66cd1e94ab3c34e

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- holdfast_app is what the server works as: it owns nothing and is subject to every policy.
-- holdfast_engine owns the few functions that may write bookings, claims, pools and events; nobody
-- can log in as it and the server is not a member of it, so those functions are the only door.
-- Roles belong to the whole cluster: two databases migrating at once must both succeed.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['holdfast_app', 'holdfast_engine'] loop
    if not exists (select 1 from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin nosuperuser nobypassrls', wanted);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
    if not pg_has_role(current_user, wanted, 'member') then
      execute format('grant %I to current_user', wanted);
    end if;
  end loop;
end $$;

grant usage on schema public to holdfast_app, holdfast_engine;
grant create on schema public to holdfast_engine;
-- The server passes its clock with every command, so that a test can move time and a rule and the
-- row it writes never disagree about what "now" was.
create function app_now() returns timestamptz stable parallel safe language sql as
  $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, statement_timestamp()) $$;

-- Spelling-tolerant search text: Arabic letter forms and marks that people leave out are folded.
create function search_fold(words text) returns text immutable parallel safe language sql as $$
  select lower(translate(regexp_replace(coalesce(words, ''), '[\u064B-\u0652\u0640]', '', 'g'),
    'أإآٱىةؤئ', 'اااايهوي'))
$$;

create table idempotency_keys (
  scope text not null,
  key text not null check (length(key) between 1 and 255),
  fingerprint text not null,
  status int not null,
  body jsonb,
  created_at timestamptz not null default app_now(),
  primary key (scope, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);
grant select, insert, update, delete on idempotency_keys to holdfast_app, holdfast_engine;

create table rate_limits (
  bucket text primary key,
  hits int not null,
  resets_at timestamptz not null
);
grant select, insert, update, delete on rate_limits to holdfast_app;

-- Effects leave as rows, written in the transaction that causes them.
create table outbox (
  id uuid primary key default gen_random_uuid(),
  topic text not null,
  business_id uuid,
  payload jsonb not null,
  created_at timestamptz not null default app_now(),
  next_attempt_at timestamptz not null default app_now(),
  claimed_until timestamptz,
  attempts int not null default 0,
  done_at timestamptz,
  failed_at timestamptz,
  last_error text
);
create index outbox_due on outbox (next_attempt_at) where done_at is null and failed_at is null;
create index outbox_failed on outbox (failed_at) where failed_at is not null;
grant select, insert, update, delete on outbox to holdfast_app, holdfast_engine;

-- One row for each timed task, so that several workers run it once.
create table task_runs (
  task text primary key,
  last_started_at timestamptz not null,
  last_finished_at timestamptz,
  last_error text
);
grant select, insert, update, delete on task_runs to holdfast_app;
