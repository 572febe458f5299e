-- The overdue holds on what is wanted: they read as free but still occupy the constraint.
create or replace function overdue_holds(want wanted) returns uuid[]
stable set search_path = public, pg_temp language plpgsql as $$
declare
  c wanted_claim;
  n wanted_bucket;
  found_here uuid[];
  overdue uuid[] := '{}';
begin
  for c in
    select * from unnest(want.claims)
    union all
    select p.business_id, p.booking_id, p.item_id, u, 0, p.starts_at, p.ends_at, p.expires_at, p.generation, null,
      null, null, null
    from unnest(want.picks) p, unnest(p.unit_ids) u
  loop
    select array_agg(x.booking_id) into found_here
    from claims_in_way(c) x where x.expires_at <= app_now();
    overdue := overdue || found_here;
  end loop;
  foreach n in array want.buckets loop
    select array_agg(x.booking_id) into found_here from pool_claims x
    where x.business_id = n.business_id and x.pool_id = n.pool_id and x.bucket = n.bucket
      and x.blocking and x.expires_at <= app_now();
    overdue := overdue || found_here;
  end loop;
  return overdue;
end $$;

alter function overdue_holds(wanted) owner to holdfast_engine;
revoke all on function overdue_holds(wanted) from public;
