-- Waits for every fixed unit, and every candidate of every pick, in key order.
create or replace function lock_units(want wanted) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  perform pg_advisory_xact_lock(k) from (
    select distinct k from (
        select c.unit_id, c.seat_no, c.starts_at, c.ends_at from unnest(want.claims) c
        union all
        select u, 0, p.starts_at, p.ends_at from unnest(want.picks) p, unnest(p.unit_ids) u
      ) n, lateral unit_lock_keys(n.unit_id, n.seat_no, n.starts_at, n.ends_at) k
    order by k) keys;
end $$;

alter function lock_units(wanted) owner to holdfast_engine;
revoke all on function lock_units(wanted) from public;
