import type { Planting } from "../planting.ts";

const WAITS_TOO_LONG =
  "a pending booking expires after the agreed time, at the latest when it begins";
const CLOSED = "no customer cancelled after the start or after checking in";

/** Matches confirmed bookings that their customer cancelled. */
const CANCELLED = `from booking_events e where e.from_status = 'confirmed' and e.to_status = 'cancelled'
  and b.business_id = e.business_id and b.id = e.booking_id and b.cancelled_by = 'customer'`;

export const timePlantings: readonly Planting[] = [
  {
    title: "a booking awaiting acceptance has no deadline",
    plant: [
      "alter table bookings drop constraint booking_stamped",
      "update bookings set expires_at = null where status = 'pending'",
    ],
    sees: WAITS_TOO_LONG,
  },
  {
    title: "a booking awaiting acceptance has a later deadline than agreed",
    plant: "update bookings set accept_within_minutes = 1 where status = 'pending'",
    sees: WAITS_TOO_LONG,
  },
  {
    title: "a booking still awaits acceptance after its deadline",
    plant: "update bookings set expires_at = '2026-11-20T00:00:00Z' where status = 'pending'",
    sees: "no booking is still pending after its time to be accepted: it expires and is refunded",
  },
  {
    title: "a booking was accepted after its deadline",
    plant: "update booking_events set from_status = 'expired' where from_status = 'pending'",
    sees: "no booking was confirmed after its time to be accepted",
  },
  {
    title: "a past booking is never completed",
    plant: `update bookings set starts_at = '2026-11-01T10:00:00Z', ends_at = '2026-11-01T11:00:00Z'
      where status = 'confirmed'`,
    sees: "every visit is completed a grace period after its end",
  },
  {
    title: "a customer cancelled in the middle of their visit",
    plant: `update booking_events e set at = (e.details->>'start')::timestamptz
      from bookings b where b.id = e.booking_id and b.cancelled_by = 'customer'
        and e.from_status = 'confirmed' and e.to_status = 'cancelled'`,
    sees: CLOSED,
  },
  {
    title: "a customer cancelled after check-in",
    plant: `update bookings b set checked_in_at = e.at - interval '1 minute' ${CANCELLED}`,
    sees: CLOSED,
  },
  {
    title: "a customer was checked in days before the visit",
    plant: "update booking_events set at = at - interval '3 days' where type = 'checked_in'",
    sees: "nobody was checked in before check-in opened",
  },
  {
    title: "a booking was completed before it began",
    plant: "update booking_events set at = at - interval '3 days' where to_status = 'completed'",
    sees: "no booking was completed or missed before it began",
  },
  {
    title: "a booking was marked no-show before it began",
    plant: "update booking_events set at = at - interval '3 days' where to_status = 'no_show'",
    sees: "no booking was completed or missed before it began",
  },
];
