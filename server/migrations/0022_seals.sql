-- Why: whoever owns the database can edit an event and work out the hashes of its chain anew. Seals are signatures of
-- events with a key the database does not have, numbered without a gap across all of them, so that neither an event nor a
-- seal goes missing unseen. And the hash of an event separates its fields unambiguously from now on: joined by "|",
-- 'a|b' and 'c' looked like 'a' and 'b|c'. Events that are there keep the method their hash was made by; their seals, which the worker
-- makes on its first run, are of the unambiguous text as well. Locks: booking_events for a moment, no table is rewritten.
-- Applied before as: d5dc2d7bcb1c21e8da57fdb0d0d778132fcce8e09b85044fb6c0d995be20179f

alter table booking_events add column method smallint not null default 1 check (method in (1, 2));

create table event_seals (
  -- Of a payment's event: nobody's, since a payment may be for several businesses.
  business_id uuid not null,
  kind text not null check (kind in ('booking', 'payment')),
  subject_id uuid not null,
  seq int not null,
  -- 1, 2, 3 … in the order in which seals were made. Drawn under a lock; not unique by constraint, because a shard
  -- cannot keep that across businesses: verify looks.
  number bigint not null,
  key_id text not null,
  signature text not null,
  sealed_at timestamptz not null default app_now(),
  primary key (business_id, kind, subject_id, seq)
);
create index event_seals_number on event_seals (number);
alter table event_seals enable row level security;
alter table event_seals force row level security;
grant select, insert on event_seals to holdfast_app;
