-- What the buckets that are wanted still have: {"pool|bucket": places}. The caller has locked them.
create or replace function free_places(want wanted) returns jsonb
stable set search_path = public, pg_temp language plpgsql as $$
begin
  if cardinality(want.buckets) = 0 then return '{}'; end if;
  return coalesce((
    select jsonb_object_agg(k.pool_id || '|' || k.bucket, k.capacity - k.taken) from pool_buckets k
    where (k.business_id, k.pool_id, k.bucket) in (
      select b.business_id, b.pool_id, b.bucket from unnest(want.buckets) b)), '{}');
end $$;

alter function free_places(wanted) owner to holdfast_engine;
revoke all on function free_places(wanted) from public;

-- Takes the places of an order, or of an amendment, from what is left, or answers with the refusal.
create or replace function take_places(as_of timestamptz, wants wanted_bucket[], free jsonb,
                                       out answer jsonb, out left_over jsonb)
stable set search_path = public, pg_temp language plpgsql as $$
declare
  b wanted_bucket;
  spot text;
  still int;
begin
  left_over := free;
  foreach b in array wants loop
    spot := b.pool_id || '|' || b.bucket;
    still := coalesce((left_over->>spot)::int, 0) - b.quantity;
    if still < 0 then
      answer := refused_taken('pool', '[]', false, exists (
        select from unnest(wants) w join pool_claims c
          on c.business_id = w.business_id and c.pool_id = w.pool_id and c.bucket = w.bucket
        where c.blocking and c.expires_at <= as_of));
      return;
    end if;
    left_over := left_over || jsonb_build_object(spot, still);
  end loop;
end $$;

alter function take_places(timestamptz, wanted_bucket[], jsonb) owner to holdfast_engine;
revoke all on function take_places(timestamptz, wanted_bucket[], jsonb) from public;
