import type { Planting } from "../planting.ts";

export const sidePlantings: readonly Planting[] = [
  {
    title: "a member completes their own booking",
    plant: `update booking_events e set actor = 'user:' || b.customer_id from bookings b
      where b.id = e.booking_id and e.to_status = 'completed'`,
    sees: "no member accepted, completed, checked in, marked as no-show or cancelled their own booking as its business",
  },
  {
    title: "a manager refunds their own booking",
    plant: `update refunds r set requested_by = 'user:' || p.customer_id from payments p
      where p.id = r.payment_id and r.cause = 'business'`,
    sees: "no member refunded themselves",
  },
];
