-- Raises what place_orders() returns as an order's refusal, for commands that fail as a whole.
create or replace function raise_refusal(answer jsonb, why text) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  raise exception '%', why using errcode = answer->>'state', detail = (answer->'detail')::text;
end $$;

alter function raise_refusal(jsonb, text) owner to holdfast_engine;
revoke all on function raise_refusal(jsonb, text) from public;
