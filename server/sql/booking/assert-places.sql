-- Refuses a customer, or an address, more unpaid places than the operator allows. limits: {customer, address}, each a
-- number or null. The caller called lock_holder() before reading anything. Raises HF002 {by, limit, held: including
-- what is wanted}.
create or replace function assert_places(limits jsonb, customer uuid, address text, wanted int) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  whose text;
  most int;
  held int;
begin
  foreach whose in array array['customer', 'address'] loop
    most := (limits->>whose)::int;
    continue when most is null or case whose when 'customer' then customer is null else address is null end;
    held := wanted + case whose when 'customer' then places_held(customer, null) else places_held(null, address) end;
    if held > most then
      raise exception 'too many places' using errcode = 'HF002',
        detail = jsonb_build_object('by', whose, 'limit', most, 'held', held)::text;
    end if;
  end loop;
end $$;

alter function assert_places(jsonb, uuid, text, int) owner to holdfast_engine;
revoke all on function assert_places(jsonb, uuid, text, int) from public;
