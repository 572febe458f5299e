-- Takes the locks of every fixed unit that a batch wants, and of the candidates of an order that may wait, in key
-- order. An order that may not wait is answered `again` when another transaction has one of its units.
create or replace function lock_wanted_units(lines order_line[], want wanted, owners jsonb, outcomes jsonb[])
returns jsonb[] set search_path = public, pg_temp language plpgsql as $$
declare
  key record;
begin
  for key in
    select k as id, array_agg(distinct u.n) as ns, bool_or(lines[u.n].may_wait) as may_wait
    from (
      select owner_of(owners, c.booking_id) as n, c.unit_id, c.seat_no, c.starts_at, c.ends_at from unnest(want.claims) c
      union all
      select p.n, unit, 0, p.starts_at, p.ends_at
      from (select owner_of(owners, x.booking_id) as n, x.* from unnest(want.picks) x) p, unnest(p.unit_ids) unit
      where lines[p.n].may_wait) u, unit_lock_keys(u.unit_id, u.seat_no, u.starts_at, u.ends_at) k
    where outcomes[u.n] is null
    group by k order by k
  loop
    if key.may_wait then
      perform pg_advisory_xact_lock(key.id);
    elsif not pg_try_advisory_xact_lock(key.id) then
      outcomes := answer_lines(outcomes, key.ns, '{"outcome": "again"}');
    end if;
  end loop;
  return outcomes;
end $$;

alter function lock_wanted_units(order_line[], wanted, jsonb, jsonb[]) owner to holdfast_engine;
revoke all on function lock_wanted_units(order_line[], wanted, jsonb, jsonb[]) from public;
