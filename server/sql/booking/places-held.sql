-- How many places (appointments, rental units, seats, rooms) are taken but unpaid: by holds, by bookings that wait to
-- be accepted or are confirmed with nothing paid for the item, and by changes that wait. Counts for a customer or for
-- an address; the other is null.
create or replace function places_held(customer uuid, address text) returns int
stable set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    select coalesce(sum(n.unpaid + n.beside), 0)
    from (
      select x.business_id, x.id, x.status, x.ends_at, x.expires_at from bookings x
      where x.customer_id = customer and booking_blocks(x.status)
      union all
      select x.business_id, x.id, x.status, x.ends_at, x.expires_at from bookings x
      where x.client_block = address and booking_blocks(x.status)) b
    cross join lateral (
      select (
        select coalesce(sum(i.quantity), 0) from booking_items i
        where i.business_id = b.business_id and i.booking_id = b.id and i.state = 'active'
          and (b.status = 'reserved' or not exists (
            select from payment_share_items s join payments p on p.id = s.payment_id
            where s.business_id = i.business_id and s.booking_id = i.booking_id and s.item_id = i.id
              and s.amount_minor > s.refunded_minor and (payment_has_money(p.status) or p.status = 'authorized')
              and not p.unwanted))) as unpaid,
        (select coalesce(sum(a.places), 0) from amendments a
         where a.business_id = b.business_id and a.booking_id = b.id
           and amendment_waits(a.status) and a.expires_at > app_now()) as beside) n
    where b.ends_at > app_now() and (b.expires_at is null or b.expires_at > app_now()));
end $$;

alter function places_held(uuid, text) owner to holdfast_engine;
alter function places_held(uuid, text) set plan_cache_mode = force_generic_plan;
revoke all on function places_held(uuid, text) from public;
