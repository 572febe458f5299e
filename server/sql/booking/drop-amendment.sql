-- Ends an amendment without effect: releases what was held for it and leaves the booking as it was.
create or replace function drop_amendment(b bookings, a amendments, target text) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  update amendments set status = target where business_id = a.business_id and id = a.id;
  update claims set blocking = false where business_id = a.business_id and amendment_id = a.id and blocking;
  perform 1 from pool_buckets k
  where exists (select from pool_claims p where p.business_id = a.business_id and p.amendment_id = a.id and p.blocking
    and p.business_id = k.business_id and p.pool_id = k.pool_id and p.bucket = k.bucket)
  order by k.business_id, k.pool_id, k.bucket for no key update;
  update pool_claims set blocking = false where business_id = a.business_id and amendment_id = a.id and blocking;
  update booking_items set state = 'removed' where business_id = b.business_id and booking_id = b.id and state = 'proposed';
  -- An amendment that ends with its booking needs no event of its own.
  if booking_blocks(b.status) then
    perform note_event(b.id, 'amendment_' || target, jsonb_build_object('amendmentId', a.id));
    update bookings set updated_at = app_now() where business_id = b.business_id and id = b.id;
    perform note_event(null, null, null);
  end if;
end $$;

alter function drop_amendment(bookings, amendments, text) owner to holdfast_engine;
revoke all on function drop_amendment(bookings, amendments, text) from public;
