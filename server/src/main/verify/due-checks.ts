import type { Check } from "./check.ts";

/** What the desk says it took by itself; whether it is there is the till's affair. */
const AT_THE_DESK = "('cash', 'card-terminal', 'transfer')";

/** Guarantee 8: where terms want money first, it came. */
export const dueChecks: readonly Check[] = [
  {
    guarantee: 8,
    title: "a booking that must be paid first and stands has been paid no less than was due",
    query: `
      with paid as (
        select s.business_id, s.booking_id, sum(s.amount_minor) as amount
        from payment_shares s join payments p on p.id = s.payment_id
        where p.status in ('paid', 'partially_refunded', 'refunded') group by 1, 2)
      select count(*) as checked, count(*) filter (where coalesce(p.amount, 0) < b.due_minor) as broken
      from bookings b left join paid p on p.business_id = b.business_id and p.booking_id = b.id
      where b.status in ('confirmed', 'completed', 'no_show') and b.due_minor > 0
        and coalesce(b.paid_by->>'kind', '') not in ${AT_THE_DESK}`,
  },
];
