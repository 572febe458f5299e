-- What was paid for a booking as it is now. `standing`: taken and not promised back; `held`: authorised and not yet
-- taken; `counted`: what its terms look at, where refunds made by hand, or at the gateway itself, still count as
-- paid. Money for a change that still waits is excluded; a surplus taken by a page is returned in full and does not
-- count. The caller sees what row-level security shows them.
create or replace function booking_money(business uuid, booking uuid, out standing bigint, out held bigint,
  out counted bigint) stable set search_path = public, pg_temp language plpgsql as $$
begin
  select coalesce(sum(s.amount_minor - s.refunded_minor) filter (where p.status <> 'authorized'), 0),
    coalesce(sum(s.amount_minor - s.refunded_minor) filter (where p.status = 'authorized'), 0),
    coalesce(sum(s.amount_minor - (
      select coalesce(sum(r.amount_minor), 0) from refunds r
      where r.business_id = s.business_id and r.payment_id = s.payment_id and r.booking_id = s.booking_id
        and r.cause not in ('business', 'platform') and r.status <> 'failed')) filter (where p.duplicate_of is null), 0)
  into standing, held, counted
  from payment_shares s
  join payments p on p.id = s.payment_id
  left join amendments a on a.business_id = s.business_id and a.id = s.amendment_id
  where s.business_id = business and s.booking_id = booking
    and payment_counts(p.status) and not p.unwanted
    and (a.id is null or a.status = 'applied');
end $$;

alter function booking_money(uuid,uuid) owner to holdfast_engine;
alter function booking_money(uuid,uuid)
  set plan_cache_mode = force_generic_plan;
revoke all on function booking_money(uuid,uuid) from public;
grant execute on function booking_money(uuid,uuid) to holdfast_app;
