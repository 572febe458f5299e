-- Refuses a customer, or an address, more unpaid places than the operator allows; what is wanted is written already.
-- limits: {customer, address}, each a number or null. The caller called lock_holder() before reading anything. Raises
-- HF002 as too_many_places() answers it.
create or replace function assert_places(limits jsonb, customer uuid, address text) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  of_customer int := (limits->>'customer')::int;
  of_address int := (limits->>'address')::int;
  refusal jsonb;
begin
  refusal := too_many_places(
    of_customer, case when of_customer is not null and customer is not null then places_held(customer, null) end,
    of_address, case when of_address is not null and address is not null then places_held(null, address) end);
  if refusal is not null then perform raise_refusal(refusal, 'too many places'); end if;
end $$;

alter function assert_places(jsonb, uuid, text) owner to holdfast_engine;
revoke all on function assert_places(jsonb, uuid, text) from public;
