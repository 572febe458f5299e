-- Inventory follows status and expiry, whoever changes them. Buckets are locked in one order before any
-- is changed: an update alone would take them in whatever order the plan reads them.
create or replace function follow_booking() returns trigger language plpgsql as $$
begin
  if old.status in ('reserved', 'pending', 'confirmed')
     and new.status not in ('reserved', 'pending', 'confirmed') then
    update public.claims set blocking = false
    where business_id = new.business_id and booking_id = new.id and blocking;
    perform 1 from public.pool_buckets b
    where b.business_id = new.business_id and exists (
      select 1 from public.pool_claims c where c.business_id = new.business_id and c.booking_id = new.id
        and c.blocking and c.pool_id = b.pool_id and c.bucket = b.bucket)
    order by b.pool_id, b.bucket for no key update;
    update public.pool_claims set blocking = false
    where business_id = new.business_id and booking_id = new.id and blocking;
  elsif new.expires_at is distinct from old.expires_at then
    update public.claims set expires_at = new.expires_at
    where business_id = new.business_id and booking_id = new.id and blocking;
    update public.pool_claims set expires_at = new.expires_at
    where business_id = new.business_id and booking_id = new.id and blocking;
  end if;
  return null;
end $$;
