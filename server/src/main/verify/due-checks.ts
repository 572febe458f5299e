import { paymentsThat } from "../../payment/payment.ts";
import { statusesThat } from "../../booking/booking.ts";
import { among, type Check } from "./check.ts";

/**
 * The payments of each booking as its terms count them: manual refunds, and refunds made at the gateway itself, still
 * count as paid.
 */
const PAID = `
  given as (
    select business_id, payment_id, booking_id, sum(amount_minor) as amount from refunds
    where cause not in ('business', 'platform') and status <> 'failed' group by 1, 2, 3),
  paid as (
    select s.business_id, s.booking_id, sum(s.amount_minor - coalesce(g.amount, 0)) as counted
    from payment_shares s
    join payments p on p.id = s.payment_id and p.duplicate_of is null
    left join amendments a on a.business_id = s.business_id and a.id = s.amendment_id
    left join given g on g.business_id = s.business_id and g.payment_id = s.payment_id and g.booking_id = s.booking_id
    where p.status in ${among(paymentsThat("counts"))} and not p.unwanted
      and (a.id is null or a.status = 'applied')
    group by 1, 2)`;

/** Guarantee 8: a booking counts only when what was due first is paid. */
export const dueChecks: readonly Check[] = [
  {
    guarantee: 8,
    title: "a booking that requires payment first has been paid at least the amount due",
    query: `
      with ${PAID}, under_way as materialized (
        select payload->>'bookingId' as booking_id from outbox where done_at is null and failed_at is null)
      select count(*) as checked, count(*) filter (where coalesce(p.counted, 0) < b.due_minor
        and not exists (select 1 from under_way u where u.booking_id = b.id::text)) as broken
      from bookings b left join paid p on p.business_id = b.business_id and p.booking_id = b.id
      where b.status in ${among(statusesThat("isSold"))} and b.due_minor > 0`,
  },
];
