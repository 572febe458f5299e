import { statusesThat } from "../../booking/booking.ts";
import { among, type Check } from "./check.ts";

/** The worker runs every fifteen seconds; after this long it is no longer just late. */
const WORKER_DELAY = "interval '10 minutes'";

/** Bookings from before these rules have no time at which check-in opens. */
const UNDER_THESE_RULES = "b.check_in_opens_minutes is not null";

/** A booking's moves with its start at that time, since an amendment may have moved it. Older events say startsAt. */
const MOVED = `
  select e.*, coalesce(e.details->>'start', e.details->>'startsAt')::timestamptz as begins, b.cancelled_by, b.checked_in_at, b.check_in_opens_minutes
  from booking_events e join bookings b on b.business_id = e.business_id and b.id = e.booking_id
  where ${UNDER_THESE_RULES}`;

/** Time limits hold: nothing waits, stands or is cancelled past its time. */
export const timeChecks: readonly Check[] = [
  {
    guarantee: 6,
    title: "a pending booking expires after the agreed time, at the latest when it begins",
    query: `
      select count(*) as checked,
        count(*) filter (where expires_at is null or expires_at > pending_until(b)) as broken
      from bookings b where status = 'pending'`,
  },
  {
    guarantee: 6,
    title: "no booking is still pending after its time to be accepted: it expires and is refunded",
    query: `
      select count(*) as checked, count(*) filter (where expires_at < app_now() - ${WORKER_DELAY}) as broken
      from bookings where status = 'pending'`,
  },
  {
    guarantee: 6,
    title: "no booking was confirmed after its time to be accepted",
    query: `
      select count(*) as checked,
        count(*) filter (where e.to_status = 'confirmed' and e.from_status = 'expired' and b.pending_at is not null) as broken
      from bookings b left join booking_events e
        on e.business_id = b.business_id and e.booking_id = b.id and e.to_status = 'confirmed'`,
  },
  {
    guarantee: 6,
    title: "every visit is completed a grace period after its end",
    query: `
      select count(*) as checked, count(*) filter (where
        b.ends_at < app_now() - s.completion_grace_minutes * interval '1 minute' - interval '1 day') as broken
      from bookings b join businesses s on s.id = b.business_id where b.status = 'confirmed'`,
  },
  {
    guarantee: 6,
    title: "no customer cancelled after the start or after checking in",
    query: `
      select count(*) as checked, count(*) filter (where m.from_status = 'confirmed'
        and (m.at >= m.begins or m.checked_in_at <= m.at)) as broken
      from (${MOVED} and e.to_status = 'cancelled' and b.cancelled_by = 'customer') m`,
  },
  {
    guarantee: 6,
    title: "nobody was checked in before check-in opened",
    query: `
      select count(*) as checked, count(*) filter (where
        m.at < m.begins - m.check_in_opens_minutes * interval '1 minute') as broken
      from (${MOVED} and e.type = 'checked_in') m`,
  },
  {
    guarantee: 6,
    title: "no booking was completed or missed before it began",
    query: `
      select count(*) as checked, count(*) filter (where m.at < m.begins) as broken
      from (${MOVED} and e.to_status in ${among(statusesThat("isOutcome"))}) m`,
  },
];
