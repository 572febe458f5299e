-- Locks the nights a booking has and those it wants, and those of other bookings (of its business) that are to be swept, all
-- in one order, as take_nights() does. A night that nobody has taken yet has no row to lock: it is made here, in its turn.
create or replace function lock_nights(b bookings, want wanted, others uuid[]) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  night record;
begin
  perform hold_room_types(want);
  for night in
    select p.pool_id, p.bucket from pool_claims p
    where p.business_id = b.business_id and p.booking_id = any (b.id || others) and p.blocking
    union
    select n.pool_id, n.bucket from unnest(want.nights) n
    order by 1, 2
  loop
    perform open_night(b.business_id, night.pool_id, night.bucket);
    perform 1 from pool_buckets k
    where k.business_id = b.business_id and k.pool_id = night.pool_id and k.bucket = night.bucket for no key update;
  end loop;
end $$;

alter function lock_nights(bookings,wanted,uuid[]) owner to holdfast_engine;
revoke all on function lock_nights(bookings,wanted,uuid[]) from public;
