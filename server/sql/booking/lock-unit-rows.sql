-- Locks the rows of all units that a batch wants, candidates included. An edit of a unit locks its row for update and
-- then looks for what is sold: it comes first and is seen, or it waits until the batch has committed. Where no order
-- may wait, one whose unit is being edited is answered `again`.
create or replace function lock_unit_rows(lines order_line[], want wanted, owners jsonb, outcomes jsonb[]) returns jsonb[]
set search_path = public, pg_temp language plpgsql as $$
declare
  businesses uuid[];
  ids uuid[];
  locked uuid[];
  r record;
begin
  select array_agg(w.business_id), array_agg(w.unit_id) into businesses, ids from (
    select c.business_id, c.unit_id from unnest(want.claims) c
    union
    select p.business_id, unit from unnest(want.picks) p, unnest(p.unit_ids) unit) w;
  if may_wait(lines) then
    perform 1 from units u where (u.business_id, u.id) in (select * from unnest(businesses, ids))
    order by u.business_id, u.id for key share;
    return outcomes;
  end if;
  locked := array(
    select u.id from units u where (u.business_id, u.id) in (select * from unnest(businesses, ids))
    order by u.business_id, u.id for key share skip locked);
  if cardinality(locked) = coalesce(cardinality(ids), 0) then return outcomes; end if;
  select array_agg(distinct w.n) as ns into r from (
    select owner_of(owners, c.booking_id) as n, c.unit_id from unnest(want.claims) c
    union all
    select owner_of(owners, p.booking_id), unit from unnest(want.picks) p, unnest(p.unit_ids) unit) w
  where w.unit_id <> all (locked);
  return answer_lines(outcomes, coalesce(r.ns, '{}'), '{"outcome": "again"}');
end $$;

alter function lock_unit_rows(order_line[], wanted, jsonb, jsonb[]) owner to holdfast_engine;
revoke all on function lock_unit_rows(order_line[], wanted, jsonb, jsonb[]) from public;
