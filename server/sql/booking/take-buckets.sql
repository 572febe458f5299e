-- Takes counted inventory, in one order for everybody; a trigger counts each row, and a full bucket fails the check.
-- Raises HF001.
create or replace function take_buckets(want wanted) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  n wanted_bucket;
  broken text;
begin
  if cardinality(want.buckets) = 0 then return; end if;
  perform hold_pools(want);
  begin
    for n in select * from unnest(want.buckets) order by business_id, pool_id, bucket loop
      insert into pool_claims (business_id, pool_id, bucket, booking_id, item_id, quantity, expires_at, generation)
      values (n.business_id, n.pool_id, n.bucket, n.booking_id, n.item_id, n.quantity, n.expires_at, n.generation);
    end loop;
  exception when check_violation then
    get stacked diagnostics broken = constraint_name;
    if broken <> 'pool_within_capacity' then raise; end if;
    perform refuse_taken('pool', '[]', false, want);
  end;
end $$;

alter function take_buckets(wanted) owner to holdfast_engine;
revoke all on function take_buckets(wanted) from public;
