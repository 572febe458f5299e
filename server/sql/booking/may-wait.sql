-- Whether a batch may wait for locks: the server puts orders that may into batches of their own.
create or replace function may_wait(lines order_line[]) returns boolean
immutable set search_path = public, pg_temp language plpgsql as $$
begin
  return (select bool_and(o.may_wait) from unnest(lines) o);
end $$;

alter function may_wait(order_line[]) owner to holdfast_engine;
revoke all on function may_wait(order_line[]) from public;
