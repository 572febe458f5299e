-- Refuses a customer, or an address, more unpaid places than the operator allows. limits: {customer, address}, each a number or
-- null. lock_holder() was called before anything was read. Raises HF002 {by, limit, held: with what is wanted}.
create or replace function assert_places(limits jsonb, customer uuid, address text, wanted int) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  most int;
  held int;
begin
  most := (limits->>'customer')::int;
  if most is not null and customer is not null then
    held := places_held(customer, null);
    if held + wanted > most then
      raise exception 'too many places' using errcode = 'HF002',
        detail = jsonb_build_object('by', 'customer', 'limit', most, 'held', held + wanted)::text;
    end if;
  end if;
  most := (limits->>'address')::int;
  if most is not null and address is not null then
    held := places_held(null, address);
    if held + wanted > most then
      raise exception 'too many places' using errcode = 'HF002',
        detail = jsonb_build_object('by', 'address', 'limit', most, 'held', held + wanted)::text;
    end if;
  end if;
end $$;

alter function assert_places(jsonb, uuid, text, int) owner to holdfast_engine;
revoke all on function assert_places(jsonb, uuid, text, int) from public;
