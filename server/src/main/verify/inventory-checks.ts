import { amendmentStatuses, isOpen } from "../../amendment/amendment.ts";
import { statusesThat } from "../../booking/booking.ts";
import { among, type Check } from "./check.ts";

const BLOCKING = among(statusesThat("blocks"));
const UNSOLD = among(statusesThat("runsOut"));
const WAITING = among(amendmentStatuses.filter(isOpen));

/** Nothing is sold twice: claims, pools, holds. */
export const inventoryChecks: readonly Check[] = [
  {
    guarantee: 1,
    title: "no two blocking claims on one unit overlap",
    query: `
      select count(*) as checked, count(*) filter (where starts_at < latest) as broken from (
        select starts_at, max(ends_at) over (
          partition by business_id, unit_id order by starts_at, ends_at
          rows between unbounded preceding and 1 preceding) as latest
        from claims where blocking and seat_no = 0) c`,
  },
  {
    guarantee: 2,
    title: "no bucket of a pool is sold beyond its capacity",
    query: `select count(*) as checked, count(*) filter (where taken > capacity or taken < 0) as broken
      from pool_buckets`,
  },
  {
    guarantee: 2,
    title: "every future bucket has the capacity of its pool",
    // From the first day that has not begun in any timezone: past days keep the capacity they had.
    query: `
      select count(*) as checked, count(*) filter (where b.capacity <> p.capacity) as broken
      from pool_buckets b join pools p on p.business_id = b.business_id and p.id = b.pool_id
      where b.bucket > (app_now() at time zone 'UTC')::date + 1`,
  },
  {
    guarantee: 2,
    title: "every room type has a pool with the same number of rooms",
    query: `
      select count(*) as checked, count(*) filter (where p.capacity is distinct from r.rooms) as broken
      from room_types r left join pools p on p.business_id = r.business_id and p.id = r.id`,
  },
  {
    guarantee: 2,
    title: "every bucket's count is the sum of its claims",
    query: `
      select count(*) as checked, count(*) filter (where taken is distinct from claimed) as broken from (
        select coalesce(b.taken, 0) as taken, coalesce(c.claimed, 0) as claimed
        from pool_buckets b full join (
          select business_id, pool_id, bucket, sum(quantity)::int as claimed
          from pool_claims where blocking group by 1, 2, 3) c using (business_id, pool_id, bucket)) n`,
  },
  {
    guarantee: 3,
    title: "every booking that blocks owns everything its items need",
    query: `
      with owned as (
        select i.business_id, i.booking_id, i.id,
          i.claims_needed = (select count(*) from claims c where c.business_id = i.business_id
            and c.booking_id = i.booking_id and c.item_id = i.id and c.blocking and c.amendment_id is null)
          and i.pool_needed = (select coalesce(sum(p.quantity), 0) from pool_claims p
            where p.business_id = i.business_id and p.booking_id = i.booking_id and p.item_id = i.id
              and p.blocking and p.amendment_id is null) as whole
        from booking_items i join bookings b on b.business_id = i.business_id and b.id = i.booking_id
        where b.status in ${BLOCKING} and i.state = 'active')
      select count(*) as checked, count(*) filter (where not whole) as broken from owned`,
  },
  {
    guarantee: 4,
    title: "no expired hold is shown as busy",
    query: `
      with overdue as (
        select c.* from claims c where c.blocking and c.expires_at <= app_now() limit 10000)
      select (select count(*) from overdue) as checked, count(*) filter (where case when c.seat_no > 0
        then exists (
          select from busy_seats(c.business_id, c.unit_id, c.from_position, c.to_position, app_now()) b
          where b.seat_no = c.seat_no)
        else busy_spans(c.business_id, c.unit_id, c.starts_at, c.ends_at, app_now())::text <> '[]' end) as broken
      from overdue c`,
  },
  {
    guarantee: 5,
    title: "no booking that is over blocks anything",
    query: `
      select count(*) as checked, count(*) filter (where b.status not in ${BLOCKING}) as broken from (
        select business_id, booking_id from claims where blocking
        union all select business_id, booking_id from pool_claims where blocking) c
      join bookings b on b.business_id = c.business_id and b.id = c.booking_id`,
  },
  {
    guarantee: 5,
    title: "a claim expires exactly when its booking's hold does",
    query: `
      select count(*) as checked,
        count(*) filter (where c.expires_at is distinct from b.expires_at) as broken
      from (select business_id, booking_id, expires_at from claims where blocking and amendment_id is null
        union all select business_id, booking_id, expires_at from pool_claims
        where blocking and amendment_id is null) c
      join bookings b on b.business_id = c.business_id and b.id = c.booking_id`,
  },
  {
    guarantee: 3,
    title: "every row that belongs to a booking has its booking",
    query: `
      select count(*) as checked, count(*) filter (where not exists (select from bookings b
        where b.business_id = o.business_id and b.id = o.booking_id)) as broken
      from (select business_id, booking_id from booking_items
        union all select business_id, booking_id from claims
        union all select business_id, booking_id from pool_claims
        union all select business_id, booking_id from booking_events
        union all select business_id, booking_id from payment_shares
        union all select business_id, booking_id from invoices) o`,
  },
  {
    guarantee: 16,
    title: "nothing is held for payment when no payment is due",
    query: `
      with under_way as materialized (
        select payload->>'orderId' as order_id from outbox where done_at is null and failed_at is null)
      select count(*) as checked, count(*) filter (where b.status = 'reserved' and b.expires_at > app_now()
        and not exists (select from bookings x where x.order_id = b.order_id and x.status = 'reserved'
          and x.expires_at > app_now() and x.due_minor > 0)
        and not exists (select from under_way u where u.order_id = b.order_id::text)) as broken
      from bookings b`,
  },
  {
    guarantee: 16,
    title: "every order has bookings, all created at the same moment",
    query: `
      select count(*) as checked, count(*) filter (where bookings = 0 or moments > 1) as broken from (
        select o.id, count(b.id) as bookings, count(distinct b.created_at) as moments
        from orders o left join bookings b on b.order_id = o.id group by o.id) o`,
  },
  {
    guarantee: 10,
    title: "a business that is not approved has no holds, pending bookings or waiting amendments",
    query: `
      select count(*) as checked, count(*) filter (where s.status <> 'approved') as broken
      from (select business_id from bookings where status in ${UNSOLD}
        union all select business_id from amendments where status in ${WAITING}) b
      join businesses s on s.id = b.business_id`,
  },
];
