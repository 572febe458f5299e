-- Locks the businesses of a batch, so that none is closed before the batch commits. Where no order may wait, one whose
-- business is being moved is answered `again`.
create or replace function lock_businesses(lines order_line[], want wanted, owners jsonb, outcomes jsonb[]) returns jsonb[]
set search_path = public, pg_temp language plpgsql as $$
declare
  ids uuid[] := array(
    select c.business_id from unnest(want.claims) c union select p.business_id from unnest(want.picks) p
    union select b.business_id from unnest(want.buckets) b);
  locked uuid[];
  r record;
begin
  if may_wait(lines) then
    perform 1 from businesses b where b.id = any (ids) order by b.id for key share;
    return outcomes;
  end if;
  locked := array(select b.id from businesses b where b.id = any (ids) order by b.id for key share skip locked);
  if cardinality(locked) = cardinality(ids) then return outcomes; end if;
  select array_agg(distinct owner_of(owners, w.booking_id)) as ns into r from (
    select c.business_id, c.booking_id from unnest(want.claims) c
    union all select p.business_id, p.booking_id from unnest(want.picks) p
    union all select b.business_id, b.booking_id from unnest(want.buckets) b) w
  where w.business_id <> all (locked);
  return answer_lines(outcomes, coalesce(r.ns, '{}'), '{"outcome": "again"}');
end $$;

alter function lock_businesses(order_line[], wanted, jsonb, jsonb[]) owner to holdfast_engine;
revoke all on function lock_businesses(order_line[], wanted, jsonb, jsonb[]) from public;
