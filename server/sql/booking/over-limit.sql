-- The unpaid places that the customers and addresses of a batch have, as places_held() counts them:
-- {customer or address: places}. The caller called lock_holders() before.
create or replace function places_of_holders(lines order_line[]) returns jsonb
stable set search_path = public, pg_temp language plpgsql as $$
begin
  if not is_limited(lines) then return '{}'; end if;
  return coalesce((
    select jsonb_object_agg(h.holder, h.places) from (
      select c.id::text as holder, places_held(c.id, null) as places
      from (select distinct o.customer_id as id from unnest(lines) o
        where o.customer_limit is not null and o.customer_id is not null) c
      union all
      select a.block, places_held(null, a.block)
      from (select distinct address_block(o.client_ip) as block from unnest(lines) o
        where o.address_limit is not null and o.client_ip is not null) a) h), '{}');
end $$;

alter function places_of_holders(order_line[]) owner to holdfast_engine;
revoke all on function places_of_holders(order_line[]) from public;

-- The refusal of a customer, or an address, that would have more unpaid places than the operator allows, with detail
-- {by, limit, held: including what is wanted}; null when neither has. A limit or a count that is null refuses nobody.
create or replace function too_many_places(customer_limit int, of_customer int, address_limit int, of_address int)
returns jsonb immutable set search_path = public, pg_temp language plpgsql as $$
begin
  if of_customer > customer_limit then
    return refused('HF002', jsonb_build_object('by', 'customer', 'limit', customer_limit, 'held', of_customer));
  elsif of_address > address_limit then
    return refused('HF002', jsonb_build_object('by', 'address', 'limit', address_limit, 'held', of_address));
  end if;
  return null;
end $$;

alter function too_many_places(int, int, int, int) owner to holdfast_engine;
revoke all on function too_many_places(int, int, int, int) from public;

-- The refusal of an order whose customer, or address, would have too many unpaid places with it; null when neither has.
create or replace function over_limit(o order_line, held jsonb) returns jsonb
immutable set search_path = public, pg_temp language plpgsql as $$
begin
  return too_many_places(o.customer_limit, (held->>o.customer_id::text)::int + o.places,
    o.address_limit, (held->>address_block(o.client_ip))::int + o.places);
end $$;

alter function over_limit(order_line, jsonb) owner to holdfast_engine;
revoke all on function over_limit(order_line, jsonb) from public;

-- Counts an order that was placed.
create or replace function add_places(o order_line, held jsonb) returns jsonb
immutable set search_path = public, pg_temp language plpgsql as $$
declare
  holder text;
begin
  foreach holder in array array[o.customer_id::text, address_block(o.client_ip)] loop
    if held ? holder then held := held || jsonb_build_object(holder, (held->>holder)::int + o.places); end if;
  end loop;
  return held;
end $$;

alter function add_places(order_line, jsonb) owner to holdfast_engine;
revoke all on function add_places(order_line, jsonb) from public;
