-- Why: hoarding is counted in places, whatever the status of the booking that has them: held, waiting to be accepted, or
-- confirmed and not paid. An IPv6 customer owns a whole /64, so that is what counts as one address.
-- Locks: bookings, while it is rewritten with the new column.

create or replace function address_block(ip text) returns text immutable parallel safe language sql as $$
  select case
    when ip ~ '^[0-9.]+(:[0-9]+)?$' then split_part(ip, ':', 1)
    when ip ~* '^::ffff:[0-9.]+$' then substr(ip, 8)
    when ip !~ ':' then ip
    else (
      select array_to_string((string_to_array(head, ':') || array_fill('0'::text, array[greatest(0, 8
        - cardinality(string_to_array(head, ':')) - cardinality(string_to_array(tail, ':')))])
        || string_to_array(tail, ':'))[1:4], ':') || '::/64'
      from (select split_part(lower(split_part(ip, '%', 1)), '::', 1), split_part(lower(split_part(ip, '%', 1)), '::', 2)) halves (head, tail))
  end
$$;

alter table bookings add column client_block text generated always as (address_block(client_ip)) stored;

drop index bookings_holder_ip;
create index bookings_open_of_customer on bookings (customer_id) where status in ('reserved', 'pending', 'confirmed');
create index bookings_open_of_address on bookings (client_block) where status in ('reserved', 'pending', 'confirmed');

-- How many places are held for it beside what its booking has.
alter table amendments add column places int not null default 0 check (places >= 0);
