-- The unit by which addresses are counted, as addressBlock() in base/address-block.ts: an IPv6 customer owns a /64.
-- Null: unknown. One function, because a generated column uses it: pg_dump does not know what its text calls.
create or replace function address_block(ip text) returns text immutable strict parallel safe language sql as $$
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

alter function address_block(text) owner to holdfast_engine;
