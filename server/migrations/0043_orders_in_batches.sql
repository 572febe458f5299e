-- Many orders are placed in one transaction, so who placed each is a column instead of a setting of the transaction.
-- Adding columns without a default takes no time; orders of earlier releases keep nulls.
alter table orders
  add column placed_by text,
  add column placed_from text,
  add column request_id text;
comment on column orders.placed_by is 'the actor, as in booking_events.actor';
comment on column orders.placed_from is 'the address it was placed from, for the audit log';

-- One order of a batch, see place_orders().
create type order_line as (
  n integer,
  id uuid,
  placed_by text,
  placed_from text,
  request_id text,
  at timestamp with time zone,
  scope text,
  key text,
  fingerprint text,
  customer_limit integer,
  address_limit integer,
  places integer,
  may_wait boolean,
  judged text,
  catalogues jsonb,
  customer_id uuid,
  contact_name text,
  contact_phone text,
  locale text,
  currency text,
  total_minor bigint,
  client_ip text,
  body jsonb,
  unit_places jsonb);
