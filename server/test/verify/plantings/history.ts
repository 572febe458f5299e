import type { Planting } from "../planting.ts";

const CHAIN = "every booking's chain of events is unbroken";

export const historyPlantings: readonly Planting[] = [
  {
    title: "a booking's status has no timestamp",
    plant: [
      "alter table bookings drop constraint booking_stamped",
      "update bookings set confirmed_at = null where status = 'confirmed'",
    ],
    sees: "every status has its timestamp",
  },
  {
    title: "an event records a status change that is not allowed",
    plant: "update booking_events set from_status = 'cancelled' where to_status = 'confirmed'",
    sees: [
      "every recorded move is an allowed move",
      "every move begins where the previous one ended, and the last one gives the status",
      CHAIN,
    ],
  },
  {
    title: "a booking's status is changed without an event",
    plant: [
      "alter table bookings drop constraint booking_stamped",
      "update bookings set status = 'no_show' where status = 'completed'",
    ],
    sees: "every move begins where the previous one ended, and the last one gives the status",
  },
  {
    title: "an event with a later one is edited",
    plant: "update booking_events set actor = 'user:somebody' where seq = 1",
    sees: CHAIN,
  },
  {
    title: "an event is edited where the database does not generate hashes any more",
    plant: [
      "alter table booking_events alter column hash drop expression",
      "update booking_events set reason = 'the customer asked for it' where to_status = 'cancelled'",
    ],
    sees: CHAIN,
  },
  {
    title: "an event in the middle is deleted",
    plant: `delete from booking_events e where seq > 1 and exists (select from booking_events x
      where x.booking_id = e.booking_id and x.seq > e.seq)`,
    sees: CHAIN,
  },
  {
    title: "a booking's last event is deleted",
    plant: `delete from booking_events e where to_status = 'confirmed' and not exists (
      select from booking_events x where x.booking_id = e.booking_id and x.seq > e.seq)`,
    sees: [
      "every move begins where the previous one ended, and the last one gives the status",
      "every booking's last event has its version",
    ],
  },
  {
    title: "a booking's last event, which changed no status, is deleted",
    plant: `delete from booking_events e where to_status is null and not exists (
      select from booking_events x where x.booking_id = e.booking_id and x.seq > e.seq)`,
    sees: "every booking's last event has its version",
  },
  {
    title: "all events of a booking are deleted",
    plant: "delete from booking_events where booking_id = (select id from bookings limit 1)",
    sees: "every booking has events",
  },
  {
    title: "one answer is stored under two idempotency keys",
    plant: `insert into idempotency_keys (scope, key, fingerprint, status, body)
      select scope, key || ' again', fingerprint, status, body from idempotency_keys
      where scope like '%/v1/orders' and status = 201`,
    sees: "no answer was stored under two keys",
  },
  {
    title: "an outbox event was given up",
    plant:
      "update outbox set failed_at = now(), done_at = null where id = (select id from outbox limit 1)",
    sees: "no outbox event has failed for good",
  },
];
