-- Whether somebody edited what is wanted after it was judged on a snapshot. Called after the claims hold their units:
-- an edit that waits for them has not committed, and one they waited for is visible. Null: the snapshot is unknown.
create or replace function is_edited_since(want wanted, judged pg_snapshot) returns boolean
stable set search_path = public, pg_temp language plpgsql as $$
begin
  return judged is null or exists (
    select from (
      select c.business_id, c.unit_id from unnest(want.claims) c where c.seat_no = 0
      union
      select p.business_id, u from unnest(want.picks) p, unnest(p.unit_ids) u) w
    join units u on u.business_id = w.business_id and u.id = w.unit_id
    where u.edited_by is not null and not pg_visible_in_snapshot(u.edited_by, judged)
  ) or exists (
    select from unnest(want.buckets) n join pools p on p.business_id = n.business_id and p.id = n.pool_id
    where p.edited_by is not null and not pg_visible_in_snapshot(p.edited_by, judged));
end $$;

alter function is_edited_since(wanted,pg_snapshot) owner to holdfast_engine;
revoke all on function is_edited_since(wanted,pg_snapshot) from public;
