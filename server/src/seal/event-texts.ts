import { sql } from "kysely";

/** The business id of records that belong to several businesses or none, as in the audit trail. */
export const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * The full text of an event, as a JSON array, in which no field can pass for another. The program's own query builds
 * it, not a database function, which the database's owner could replace by one that returns what was once signed.
 */
export const bookingEventText = sql<string>`jsonb_build_array('booking', e.business_id, e.booking_id, e.seq, e.method,
  e.prev_hash, e.hash, e.type, e.from_status, e.to_status, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  e.actor, e.request_id, e.reason, e.details)::text`;

/** The same for a payment's event; these are not chained. */
export const paymentEventText = sql<string>`jsonb_build_array('payment', e.payment_id, e.seq, e.type, e.from_status,
  e.to_status, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.actor, e.request_id, e.details)::text`;
