-- Keeps inventory in step with status and expiry, whoever changes them. Buckets are locked in one order before any is
-- changed: an update alone would lock them in the order of its plan.
create or replace function follow_booking() returns trigger set search_path = public, pg_temp language plpgsql as $$
declare
  a public.amendments;
begin
  if booking_blocks(old.status)
     and not booking_blocks(new.status) then
    update public.claims set blocking = false
    where business_id = new.business_id and booking_id = new.id and blocking;
    perform 1 from public.pool_buckets b
    where b.business_id = new.business_id and exists (
      select 1 from public.pool_claims c where c.business_id = new.business_id and c.booking_id = new.id
        and c.blocking and c.pool_id = b.pool_id and c.bucket = b.bucket)
    order by b.pool_id, b.bucket for no key update;
    update public.pool_claims set blocking = false
    where business_id = new.business_id and booking_id = new.id and blocking;
    -- Amendments that still wait have nothing left to change.
    for a in
      select * from public.amendments x where x.business_id = new.business_id and x.booking_id = new.id
        and amendment_waits(x.status) for update
    loop
      perform public.drop_amendment(new, a, case when a.expires_at <= public.app_now() then 'expired' else 'withdrawn' end);
    end loop;
  elsif new.expires_at is distinct from old.expires_at then
    update public.claims set expires_at = new.expires_at
    where business_id = new.business_id and booking_id = new.id and blocking and amendment_id is null;
    update public.pool_claims set expires_at = new.expires_at
    where business_id = new.business_id and booking_id = new.id and blocking and amendment_id is null;
  end if;
  return null;
end $$;

create or replace trigger bookings_inventory after update on bookings
  for each row execute function follow_booking();
