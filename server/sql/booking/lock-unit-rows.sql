-- Locks the rows of all units that a batch wants, candidates included. An edit of a unit locks its row for update and
-- then looks for what is sold: it comes first and is seen, or it waits until the batch has committed.
create or replace function lock_unit_rows(want wanted) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  perform 1 from units u
  where (u.business_id, u.id) in (
    select c.business_id, c.unit_id from unnest(want.claims) c
    union
    select p.business_id, unit from unnest(want.picks) p, unnest(p.unit_ids) unit)
  order by u.business_id, u.id for key share;
end $$;

alter function lock_unit_rows(wanted) owner to holdfast_engine;
revoke all on function lock_unit_rows(wanted) from public;
