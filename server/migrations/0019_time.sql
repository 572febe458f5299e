-- Why: time closes doors. How long a business may take to accept, from when on a customer may be checked in and how long after
-- its end a visit can still be called a no-show are agreed or set here; what waits to be accepted ends by itself.
-- Locks: bookings for the check at the end, and the rows of those that wait to be accepted; the new columns rewrite nothing.
-- Applied before as: 072e1d7d25ace4d2b3e5382615c2b51c62b3757cae87bc4ad8e1c7cc57a39911

alter table offerings
  -- From when it waits for the business; null: until it begins.
  add column accept_within_minutes int check (accept_within_minutes between 1 and 525600),
  -- Null: as usual for its kind, see check_in_opens().
  add column check_in_opens_minutes int check (check_in_opens_minutes between 0 and 43200);

alter table businesses
  -- After its end; until then it can be said that nobody came.
  add column completion_grace_minutes int not null default 720 check (completion_grace_minutes between 0 and 10080);
grant update (completion_grace_minutes) on businesses to holdfast_app;

-- As agreed when it was sold. What was sold before can be checked in at any time, as it could: that is null.
alter table bookings
  add column accept_within_minutes int check (accept_within_minutes between 1 and 525600),
  add column check_in_opens_minutes int check (check_in_opens_minutes between 0 and 43200);
alter table bookings alter column check_in_opens_minutes set default 60;

-- What waits to be accepted waits until it begins. What has begun already is ended by the task that ends holds, as any
-- other: its money goes back, its customer is told.
select set_config('app.actor', 'system:migration', true), set_config('app.reason', 'waits until it begins', true);
update bookings set expires_at = starts_at where status = 'pending';
select set_config('app.actor', '', true), set_config('app.reason', '', true);

set constraints all immediate;
alter table bookings
  drop constraint booking_stamped,
  add constraint booking_stamped check (
    (status <> 'reserved' or (reserved_at is not null and expires_at is not null)) and
    (status <> 'pending' or (pending_at is not null and expires_at is not null)) and
    (status <> 'confirmed' or (confirmed_at is not null and expires_at is null)) and
    (status <> 'completed' or completed_at is not null) and
    (status <> 'no_show' or no_show_at is not null) and
    (status <> 'cancelled' or (cancelled_at is not null and cancelled_by is not null)) and
    (status <> 'expired' or expired_at is not null));
