-- The stored answer of an earlier request with this key, or null. Its age is checked after the lookup by key: with
-- the age in the query the planner may scan the index on age instead, which is the whole table.
create or replace function find_answer(in_scope text, in_key text, since timestamptz) returns jsonb
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  found_row idempotency_keys;
begin
  select * into found_row from idempotency_keys k where k.scope = in_scope and k.key = in_key;
  if found_row.created_at > since and found_row.status is not null then
    return jsonb_build_object('status', found_row.status, 'body', found_row.body, 'fingerprint', found_row.fingerprint);
  end if;
  return null;
end $$;

alter function find_answer(text,text,timestamp with time zone) owner to holdfast_engine;
alter function find_answer(text,text,timestamp with time zone)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function find_answer(text,text,timestamp with time zone) from public;
grant execute on function find_answer(text,text,timestamp with time zone) to holdfast_app;
