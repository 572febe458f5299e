import type { Check } from "./check.ts";

/** Guarantee 8 item by item: payments and refunds are allocated to items. */
export const allocationChecks: readonly Check[] = [
  {
    guarantee: 8,
    title: "every share of a payment is allocated to items, and so are its refunds",
    query: `
      with parts as (
        select business_id, payment_id, booking_id, sum(amount_minor) as amount, sum(refunded_minor) as refunded
        from payment_share_items group by 1, 2, 3)
      select count(*) as checked, count(*) filter (where p.amount is distinct from s.amount_minor
        or p.refunded is distinct from s.refunded_minor) as broken
      from payment_shares s left join parts p using (business_id, payment_id, booking_id)
      where exists (select from booking_items i where i.business_id = s.business_id and i.booking_id = s.booking_id)`,
  },
  {
    guarantee: 8,
    title: "every refund is allocated to items in full",
    query: `
      with parts as (select business_id, refund_id, sum(amount_minor) as amount from refund_items group by 1, 2)
      select count(*) as checked, count(*) filter (where p.amount is distinct from r.amount_minor) as broken
      from refunds r left join parts p on p.business_id = r.business_id and p.refund_id = r.id
      where p.refund_id is not null or (r.status <> 'failed' and exists (select from payment_share_items x
        where x.business_id = r.business_id and x.payment_id = r.payment_id and x.booking_id = r.booking_id))`,
  },
];
