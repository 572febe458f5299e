-- Locks those of some bookings that expired or have an expired amendment, then all buckets to be released, in one
-- order for the whole batch. Returns the bookings. SKIP LOCKED: whoever holds such a booking is already dealing with
-- it.
create or replace function lock_overdue(ids uuid[]) returns uuid[]
set search_path = public, pg_temp language plpgsql as $$
declare
  locked uuid[];
begin
  select array(
    select b.id from bookings b
    where b.id = any (ids) and (booking_is_overdue(b.status, b.expires_at, app_now()) or exists (
      select from amendments a where a.business_id = b.business_id and a.booking_id = b.id
        and amendment_waits(a.status) and a.expires_at <= app_now()))
    order by b.business_id, b.id for update skip locked) into locked;
  -- For an expired booking, also what was held beside it, whatever its expiry.
  perform 1 from pool_buckets k
  where exists (select from pool_claims p where p.booking_id = any (locked) and p.business_id = k.business_id
    and p.pool_id = k.pool_id and p.bucket = k.bucket and p.blocking)
  order by k.business_id, k.pool_id, k.bucket for no key update;
  return locked;
end $$;

alter function lock_overdue(uuid[]) owner to holdfast_engine;
revoke all on function lock_overdue(uuid[]) from public;
