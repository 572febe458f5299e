-- Takes the idempotency keys of a batch's orders. An order whose key another transaction has, or an earlier order of
-- the batch, is answered `running`.
create or replace function lock_keys(lines order_line[], outcomes jsonb[]) returns jsonb[]
set search_path = public, pg_temp language plpgsql as $$
declare
  line int;
begin
  for line in
    select k.n from (
      select o.n, hashtextextended(o.scope || '|' || o.key, 0) as id,
        row_number() over (partition by o.scope, o.key order by o.n) as copy
      from unnest(lines) o) k
    where k.copy > 1 or not pg_try_advisory_xact_lock(k.id)
  loop
    outcomes[line] := '{"outcome": "running"}';
  end loop;
  return outcomes;
end $$;

alter function lock_keys(order_line[], jsonb[]) owner to holdfast_engine;
revoke all on function lock_keys(order_line[], jsonb[]) from public;
