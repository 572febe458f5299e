-- Ends everything a business has not sold yet: holds, bookings and amendments that wait. The caller locks the
-- business against new ones. The events of these moves return what was paid.
create or replace function end_unsold(business uuid) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  open_ones uuid[];
  b bookings;
  a amendments;
begin
  select array(select x.id from bookings x
    where x.business_id = business and booking_runs_out(x.status) order by x.id for update) into open_ones;
  perform 1 from pool_buckets k
  where k.business_id = business and exists (
    select from pool_claims p where p.business_id = business and p.booking_id = any (open_ones)
      and p.pool_id = k.pool_id and p.bucket = k.bucket and p.blocking)
  order by k.pool_id, k.bucket for no key update;
  -- Expired ones have ended by themselves, recorded or not.
  perform expire_bookings(open_ones);
  perform set_config('app.reason', 'the business was suspended', true);
  update bookings set status = 'cancelled', cancelled_by = 'system', cancel_reason = 'the business was suspended'
  where business_id = business and id = any (open_ones) and booking_runs_out(status);
  for b in
    select * from bookings x where x.business_id = business and exists (
      select from amendments y where y.business_id = business and y.booking_id = x.id
        and amendment_waits(y.status))
    order by x.id for update
  loop
    select * into a from amendments y where y.business_id = business and y.booking_id = b.id
      and amendment_waits(y.status) for update;
    if found then
      perform drop_amendment(b, a, case when a.expires_at <= app_now() then 'expired' else 'withdrawn' end);
    end if;
  end loop;
  perform set_config('app.reason', '', true);
end $$;

alter function end_unsold(uuid) owner to holdfast_engine;
revoke all on function end_unsold(uuid) from public;
