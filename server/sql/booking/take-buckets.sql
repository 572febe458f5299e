-- Takes counted inventory, counted as for an order. Raises HF001.
create or replace function take_buckets(want wanted) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  refusal jsonb;
begin
  if cardinality(want.buckets) = 0 then return; end if;
  perform lock_wanted_pools(want);
  select t.answer into refusal from take_places(app_now(), want.buckets, free_places(want)) t;
  if refusal is not null then perform raise_refusal(refusal, 'already taken'); end if;
  -- A trigger counts each row, and the capacity constraint checks the count.
  insert into pool_claims (business_id, pool_id, bucket, booking_id, item_id, quantity, expires_at, generation)
  select b.business_id, b.pool_id, b.bucket, b.booking_id, b.item_id, b.quantity, b.expires_at, b.generation
  from unnest(want.buckets) b order by b.business_id, b.pool_id, b.bucket;
end $$;

alter function take_buckets(wanted) owner to holdfast_engine;
revoke all on function take_buckets(wanted) from public;
