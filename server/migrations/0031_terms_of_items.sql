-- Why: how long a business may take to accept, and when check-in opens, is agreed item by item, so that a change to another
-- offering brings its own. Null on items that were sold before: what stands on their booking counts.
-- Locks: booking_items for a moment.

alter table booking_items
  add column accept_within_minutes int check (accept_within_minutes > 0),
  add column check_in_opens_minutes int check (check_in_opens_minutes >= 0);
