import { sql } from "kysely";

/** The business of whatever is of several or of none, as in the audit trail. */
export const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * All that an event says, as a JSON array, in which no field can look like another. It is worked out by the program's own
 * query and by no function of the database, which its owner could replace by one that answers what was signed once.
 */
export const bookingEventText = sql<string>`jsonb_build_array('booking', e.business_id, e.booking_id, e.seq, e.method,
  e.prev_hash, e.hash, e.type, e.from_status, e.to_status, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  e.actor, e.request_id, e.reason, e.details)::text`;

/** The same of a payment's event, which has no chain. */
export const paymentEventText = sql<string>`jsonb_build_array('payment', e.payment_id, e.seq, e.type, e.from_status,
  e.to_status, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.actor, e.request_id, e.details)::text`;
