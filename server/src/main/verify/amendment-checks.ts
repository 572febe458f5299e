import { amendmentStatuses, isOpen } from "../../amendment/amendment.ts";
import { paymentsThat } from "../../payment/payment.ts";
import { statusesThat } from "../../booking/booking.ts";
import { byKind } from "./by-kind.ts";
import { among, type Check } from "./check.ts";

const OPEN = among(amendmentStatuses.filter(isOpen));

const SUM = "(select sum((p->>'minor')::bigint) from jsonb_array_elements(i.price_parts) p)";

/** The sum of the parts of an item's price. */
const PARTS = byKind("i.kind", {
  appointment: SUM,
  seat: SUM,
  stay: "(select sum((p->>'minor')::bigint * (p->>'rooms')::int) from jsonb_array_elements(i.price_parts) p)",
  rental: `(select sum((p->>'units')::int * (
      select floor((sum(extract(epoch from (x->>'until')::timestamptz - (x->>'from')::timestamptz)
        * (x->>'hourMinor')::bigint) + 1800) / 3600) from jsonb_array_elements(p->'stretches') x))
    from jsonb_array_elements(i.price_parts) p)`,
});

/** Guarantees 9 and 17: the agreed terms stand, and every change to them is an amendment that can be explained. */
export const amendmentChecks: readonly Check[] = [
  {
    guarantee: 17,
    title: "every booking's total and amount due are the sums of its items'",
    query: `
      with sums as (
        select business_id, booking_id, sum(price_minor) as price, sum(due_minor) as due from booking_items
        where state = 'active' group by 1, 2)
      select count(*) as checked, count(*) filter (where s.price is distinct from b.total_minor
        or s.due is distinct from b.due_minor) as broken
      from bookings b left join sums s on s.business_id = b.business_id and s.booking_id = b.id`,
  },
  {
    guarantee: 17,
    title: "every item's price is the sum of its price parts",
    query: `
      with priced as (
        select i.price_minor, ${PARTS} as parts
        from booking_items i where i.state = 'active' and i.price_parts <> '[]')
      select count(*) as checked, count(*) filter (where parts is distinct from price_minor) as broken from priced`,
  },
  {
    guarantee: 9,
    title: "an amendment's inventory is held exactly as long as the amendment waits",
    query: `
      select count(*) as checked, count(*) filter (where a.id is null or a.status not in ${OPEN}
        or a.expires_at is distinct from c.expires_at) as broken
      from (select business_id, amendment_id, expires_at from claims where blocking and amendment_id is not null
        union all select business_id, amendment_id, expires_at from pool_claims
        where blocking and amendment_id is not null) c
      left join amendments a on a.business_id = c.business_id and a.id = c.amendment_id`,
  },
  {
    guarantee: 9,
    title: "a booking has at most one waiting amendment",
    query: `
      select count(*) as checked, count(*) filter (where waiting > 1) as broken from (
        select count(*) as waiting from amendments where status in ${OPEN} group by business_id, booking_id) a`,
  },
  {
    guarantee: 9,
    title: "a waiting amendment's inventory is owned by the booking or held beside it",
    query: `
      with wanted as (
        select a.business_id, a.booking_id, c.* from amendments a
        cross join lateral jsonb_to_recordset(a.plan->'wanted'->'claims') c (unit_id uuid, seat_no int,
          starts_at timestamptz, ends_at timestamptz, from_position int, to_position int)
        where a.status in ${OPEN}),
      counted as (
        select a.business_id, a.booking_id, n.pool_id, n.bucket, sum(n.quantity) as wanted, coalesce((
          select sum(p.quantity) from pool_claims p
          where p.business_id = a.business_id and p.booking_id = a.booking_id and p.pool_id = n.pool_id
            and p.bucket = n.bucket and p.blocking
            and (p.amendment_id = a.id or a.plan->'changed' ? p.item_id::text)), 0) as had
        from amendments a
        cross join lateral jsonb_to_recordset(
          coalesce(a.plan->'wanted'->'buckets', a.plan->'wanted'->'nights')) n (pool_id uuid, bucket date, quantity int)
        where a.status in ${OPEN} group by a.business_id, a.id, a.booking_id, n.pool_id, n.bucket)
      select count(*) as checked, count(*) filter (where lacks) as broken from (
        select case when w.seat_no > 0
          then int4multirange(int4range(w.from_position, w.to_position))
            <> coalesce(range_agg(int4range(c.from_position, c.to_position) * int4range(w.from_position, w.to_position))
              filter (where c.seat_no > 0), '{}')
          else tstzmultirange(tstzrange(w.starts_at, w.ends_at))
            <> coalesce(range_agg(tstzrange(c.starts_at, c.ends_at) * tstzrange(w.starts_at, w.ends_at)), '{}')
          end as lacks
        from wanted w left join claims c on c.business_id = w.business_id and c.booking_id = w.booking_id
          and c.unit_id = w.unit_id and c.seat_no = w.seat_no and c.blocking
        group by w.business_id, w.booking_id, w.unit_id, w.seat_no, w.starts_at, w.ends_at, w.from_position, w.to_position
        union all
        select wanted > had from counted) x`,
  },
  {
    guarantee: 9,
    title: "an amendment waits only while its booking is active",
    query: `
      select count(*) as checked, count(*) filter (where b.status not in ${among(statusesThat("stands"))}) as broken
      from amendments a join bookings b on b.business_id = a.business_id and b.id = a.booking_id
      where a.status in ${OPEN}`,
  },
  {
    guarantee: 9,
    title:
      "every applied amendment is in its booking's history, and every change there has its amendment",
    query: `
      with told as (
        select e.business_id, e.booking_id, e.details->>'amendmentId' as amendment, count(*) as times
        from booking_events e where e.type = 'amended' group by 1, 2, 3),
      applied as (select * from amendments where status = 'applied')
      select count(*) as checked, count(*) filter (where a.id is null or t.times is distinct from 1) as broken
      from applied a full join told t on t.business_id = a.business_id and t.booking_id = a.booking_id
        and t.amendment = a.id::text`,
  },
  {
    guarantee: 9,
    title: "a booking's price is that of its last amendment",
    query: `
      with last as (
        select distinct on (e.business_id, e.booking_id) a.business_id, a.booking_id, a.price_after_minor
        from booking_events e join amendments a on a.business_id = e.business_id and a.id = (e.details->>'amendmentId')::uuid
        where e.type = 'amended' order by e.business_id, e.booking_id, e.seq desc)
      select count(*) as checked, count(*) filter (where b.total_minor <> l.price_after_minor) as broken
      from last l join bookings b on b.business_id = l.business_id and b.id = l.booking_id`,
  },
  {
    guarantee: 8,
    title: "the fees kept for removed parts are those of the amendments",
    query: `
      with fees as (
        select business_id, booking_id, sum(fee_minor) as amount from amendments where status = 'applied' group by 1, 2)
      select count(*) as checked, count(*) filter (where b.fee_minor <> coalesce(f.amount, 0)) as broken
      from bookings b left join fees f on f.business_id = b.business_id and f.booking_id = b.id`,
  },
  {
    guarantee: 8,
    title: "no active booking has been paid more than it costs, or the excess is being refunded",
    query: `
      with paid as (
        select s.business_id, s.booking_id, sum(s.amount_minor - s.refunded_minor) as amount
        from payment_shares s join payments p on p.id = s.payment_id
        left join amendments a on a.business_id = s.business_id and a.id = s.amendment_id
        where p.status in ${among(paymentsThat("hasMoney"))} and (a.id is null or a.status = 'applied') group by 1, 2),
      under_way as materialized (
        select payload->>'bookingId' as booking_id from outbox where done_at is null and failed_at is null)
      select count(*) as checked, count(*) filter (where p.amount > b.total_minor + b.fee_minor
        and not exists (select from under_way u where u.booking_id = b.id::text)) as broken
      from paid p join bookings b on b.business_id = p.business_id and b.id = p.booking_id
      where b.status in ${among(statusesThat("isSold"))}`,
  },
];
