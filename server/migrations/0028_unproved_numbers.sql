-- Why: whoever books, or sits at a desk, may name any number as the customer's. One that nobody has proved to be theirs gets few
-- messages of one booking and few a day; the others are kept, with why they were not sent.
-- Locks: messages for a moment.

-- Those that are there were written before anybody counted.
alter table messages
  add column proved boolean not null default true,
  add column suppressed_at timestamptz,
  add column suppressed_why text check (suppressed_why in ('per-booking', 'per-recipient')),
  add constraint suppression_says_why check ((suppressed_at is null) = (suppressed_why is null)),
  add constraint sent_or_suppressed check (sent_at is null or suppressed_at is null);

alter table messages alter column proved set default false;

drop index messages_due;
create index messages_due on messages (send_at) where sent_at is null and cancelled_at is null and suppressed_at is null;
create index messages_recipient on messages (recipient, send_at) where cancelled_at is null and suppressed_at is null;
