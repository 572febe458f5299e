import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import { bookingEventText, NOBODY, paymentEventText } from "./event-texts.ts";
import { signatureOf, type SealKey } from "./seal-keys.ts";

/** A booking or a payment with events to seal. */
export interface Subject {
  kind: "booking" | "payment";
  /** `NOBODY` for a payment. */
  businessId: string;
  id: string;
}

/** A seal with its number. */
export interface Seal {
  number: number;
  signature: string;
}

/** Any number that no other advisory lock uses. */
const SEAL_LOCK = 7_216_830_116;

type Unsealed = {
  kind: string;
  business_id: string;
  subject_id: string;
  seq: number;
  text: string;
};

/**
 * Signs the subjects' unsealed events. Sealing is serialised by a lock, so that numbers have no gap.
 *
 * @param lock the same for everybody; a test shows what happens when it differs
 * @returns the last seal made; undefined when no event was unsealed
 */
export async function sealEvents(
  tx: Tx,
  subjects: readonly Subject[],
  key: SealKey,
  lock = SEAL_LOCK,
): Promise<Seal | undefined> {
  await sql`select pg_advisory_xact_lock(${lock}::bigint)`.execute(tx);
  const events = await unsealedOf(tx, subjects);
  if (events.length === 0) return undefined;
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(number), 0)::bigint as last from event_seals`.execute(tx);
  const seals = events.map(({ text, ...event }, index) => {
    const number = rows[0]!.last + index + 1;
    return { ...event, number, key_id: key.id, signature: signatureOf(key, number, text) };
  });
  await sql`
    insert into event_seals (business_id, kind, subject_id, seq, number, key_id, signature)
    select business_id, kind, subject_id, seq, number, key_id, signature
    from jsonb_to_recordset(${JSON.stringify(seals)}::jsonb)
      as s(business_id uuid, kind text, subject_id uuid, seq int, number bigint, key_id text, signature text)`.execute(
    tx,
  );
  return seals.at(-1);
}

async function unsealedOf(tx: Tx, subjects: readonly Subject[]): Promise<Unsealed[]> {
  const { rows } = await sql<Unsealed>`
    with wanted as (
      select distinct kind, "businessId" as business_id, id from jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb)
        as w(kind text, "businessId" uuid, id uuid))
    select u.* from (
      select w.kind, w.business_id, e.booking_id as subject_id, e.seq, ${bookingEventText} as text
      from wanted w join booking_events e on e.business_id = w.business_id and e.booking_id = w.id
      where w.kind = 'booking'
      union all
      select w.kind, ${NOBODY}::uuid, e.payment_id, e.seq, ${paymentEventText}
      from wanted w join payment_events e on e.payment_id = w.id where w.kind = 'payment') u
    where not exists (select from event_seals s where s.business_id = u.business_id and s.kind = u.kind
      and s.subject_id = u.subject_id and s.seq = u.seq)
    order by u.business_id, u.kind, u.subject_id, u.seq`.execute(tx);
  return rows;
}
