-- Locks the buckets a booking has, those it wants, and those of other bookings (of its business) to be swept, all in
-- one order, as lock_wanted_pools() does. A bucket nobody has taken from yet has no row to lock: it is created here, in
-- its turn.
create or replace function lock_wanted_buckets(b bookings, want wanted, others uuid[]) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  next record;
begin
  perform hold_pools(want);
  for next in
    select p.pool_id, p.bucket from pool_claims p
    where p.business_id = b.business_id and p.booking_id = any (b.id || others) and p.blocking
    union
    select n.pool_id, n.bucket from unnest(want.buckets) n
    order by 1, 2
  loop
    perform lock_bucket(b.business_id, next.pool_id, next.bucket);
  end loop;
end $$;

alter function lock_wanted_buckets(bookings,wanted,uuid[]) owner to holdfast_engine;
revoke all on function lock_wanted_buckets(bookings,wanted,uuid[]) from public;
