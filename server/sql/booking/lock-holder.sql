-- Serialises whatever takes places for the same customer, or from the same address, where either is limited.
create or replace function lock_holder(limits jsonb, customer uuid, address text) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  if (limits->>'customer') is null and (limits->>'address') is null then return; end if;
  perform pg_advisory_xact_lock(k) from (
    select holder_key(h) as k
    from unnest(array[customer::text, address]) h
    where h is not null order by 1) keys;
end $$;

alter function lock_holder(jsonb, uuid, text) owner to holdfast_engine;
revoke all on function lock_holder(jsonb, uuid, text) from public;

-- The lock of one customer, or one address.
create or replace function holder_key(holder text) returns bigint immutable parallel safe language sql as
  $$ select hashtextextended('holder:' || holder, 11) $$;
