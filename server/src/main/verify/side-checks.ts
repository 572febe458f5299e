import { statusesThat } from "../../booking/booking.ts";
import { among, type Check } from "./check.ts";

/** Whoever booked for themselves is the customer of that booking, even if they work for the business. */
export const sideChecks: readonly Check[] = [
  {
    guarantee: 13,
    title:
      "no member accepted, completed, checked in, marked as no-show or cancelled their own booking as its business",
    query: `
      select count(*) as checked, count(*) filter (where e.actor = 'user:' || b.customer_id and (
        e.type in ${among(["checked_in", ...statusesThat("isOutcome")])} or (e.from_status = 'pending' and e.to_status = 'confirmed')
        or (e.to_status = 'cancelled' and b.cancelled_by = 'business'))) as broken
      from bookings b join booking_events e on e.business_id = b.business_id and e.booking_id = b.id
      where b.customer_id is not null and b.check_in_opens_minutes is not null`,
  },
  {
    guarantee: 13,
    title: "no member refunded themselves",
    query: `
      select count(*) as checked, count(*) filter (where r.cause = 'business'
        and r.requested_by = 'user:' || p.customer_id) as broken
      from refunds r join payments p on p.id = r.payment_id
      join bookings b on b.business_id = r.business_id and b.id = r.booking_id
      where b.check_in_opens_minutes is not null`,
  },
];
