import { sql } from "kysely";
import { instantText } from "../base/time.ts";
import { inRead } from "../db/in-transaction.ts";
import { NOBODY } from "./event-texts.ts";
import type { Subject } from "./seal-events.ts";
import { sealNow, type SealParts } from "./sealer.ts";

/** The timed task's name. */
export const SEAL_TASK = "seal-missed";

/** Bookings or payments checked, and sealed, at once: a few thousand events at most. */
const SLICE = 500;

interface Slice {
  /** Where the next slice begins; null after the last. */
  last: Subject | null;
  missing: Subject[];
}

/**
 * Seals events of bookings and payments that have no seal: those without an event in the outbox, or older than
 * sealing. A timed task; its first run seals the history of the whole database, which may take minutes.
 */
export async function sealMissed(parts: SealParts, stopping?: AbortSignal): Promise<void> {
  for (const slice of [bookingSlice, paymentSlice]) {
    let after: Subject | null = { kind: "booking", businessId: NOBODY, id: NOBODY };
    while (after) {
      if (stopping?.aborted) return;
      const { last, missing } = await readSlice(parts, slice, after);
      if (missing.length > 0) await sealNow(parts, missing);
      after = last;
    }
  }
}

async function readSlice(
  { db, clock }: SealParts,
  slice: (after: Subject) => ReturnType<typeof sql<Slice>>,
  after: Subject,
): Promise<Slice> {
  const now = instantText(clock.now());
  const { rows } = await inRead(db, { scope: "platform", actor: "system:seal", now }, (tx) =>
    slice(after).execute(tx),
  );
  return rows[0]!;
}

/** A booking's version is the number of its last event. */
function bookingSlice(after: Subject) {
  return sql<Slice>`
    with slice as materialized (
      select business_id, id, version as last_seq from bookings
      where (business_id, id) > (${after.businessId}, ${after.id}) order by business_id, id limit ${SLICE})
    ${answerOf("booking")}`;
}

function paymentSlice(after: Subject) {
  return sql<Slice>`
    with slice as materialized (
      select ${NOBODY}::uuid as business_id, p.id,
        (select max(e.seq) from payment_events e where e.payment_id = p.id) as last_seq
      from payments p where p.id > ${after.id} order by p.id limit ${SLICE})
    ${answerOf("payment")}`;
}

function answerOf(kind: Subject["kind"]) {
  const subject = sql`jsonb_build_object('kind', ${kind}::text, 'businessId', t.business_id, 'id', t.id)`;
  return sql`
    select (select ${subject} from slice t order by t.business_id desc, t.id desc limit 1) as last,
      (select coalesce(jsonb_agg(${subject}), '[]') from slice t where t.last_seq > coalesce((
        select max(s.seq) from event_seals s
        where s.business_id = t.business_id and s.kind = ${kind} and s.subject_id = t.id), 0)) as missing`;
}
