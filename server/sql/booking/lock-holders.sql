-- Serialises whatever takes places for the same customers, or from the same addresses, where either is limited: as
-- lock_holder(), for a batch.
create or replace function lock_holders(lines order_line[]) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  if not is_limited(lines) then return; end if;
  perform pg_advisory_xact_lock(keys.k) from (
    select distinct holder_key(h) as k
    from unnest(lines) o, unnest(array[o.customer_id::text, address_block(o.client_ip)]) h
    where h is not null and (o.customer_limit is not null or o.address_limit is not null) order by 1) keys;
end $$;

alter function lock_holders(order_line[]) owner to holdfast_engine;
revoke all on function lock_holders(order_line[]) from public;

-- Whether a batch holds an order of somebody whose unpaid places are limited.
create or replace function is_limited(lines order_line[]) returns boolean
immutable set search_path = public, pg_temp language plpgsql as $$
declare
  o order_line;
begin
  foreach o in array lines loop
    if o.customer_limit is not null or o.address_limit is not null then return true; end if;
  end loop;
  return false;
end $$;

alter function is_limited(order_line[]) owner to holdfast_engine;
revoke all on function is_limited(order_line[]) from public;
