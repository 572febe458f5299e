import { sql } from "kysely";
import { DAY_MS, instantText, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { OutboxEvent } from "./event.ts";

/** How long a dead worker keeps its events from the others; longer than any subscriber may take. */
const LEASE_SECONDS = 60;
const TRACE_DAYS = 7;

/** Claims up to `most` due events for this worker alone, and commits before anything is done with them. */
export async function claimEvents(db: Db, now: string, most: number): Promise<OutboxEvent[]> {
  // Filtering by last id would lose events: transactions do not commit in id order.
  return inTransaction(db, contextAt(now), async (tx) => {
    const { rows } = await sql<OutboxEvent>`
      update outbox set attempts = attempts + 1,
        claimed_until = app_now() + make_interval(secs => ${LEASE_SECONDS})
      where id in (
        select id from outbox
        where done_at is null and failed_at is null and next_attempt_at <= app_now()
          and (claimed_until is null or claimed_until <= app_now())
        order by next_attempt_at limit ${most} for update skip locked)
      returning id, topic, business_id as "businessId", payload, created_at as "createdAt", attempts
    `.execute(tx);
    return rows;
  });
}

export async function markDone(db: Db, now: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await inTransaction(db, contextAt(now), (tx) =>
    sql`update outbox set done_at = app_now(), claimed_until = null, last_error = null
      where id = any(${ids}::uuid[]) and done_at is null`.execute(tx),
  );
}

/**
 * Puts an event back for later, or gives it up. Only if it still belongs to this attempt: after a slow worker's lease
 * another worker has it.
 *
 * @param retryAt RFC 3339; undefined gives the event up
 */
export async function markFailed(
  db: Db,
  now: string,
  { id, attempts }: OutboxEvent,
  failure: { error: string; retryAt: string | undefined },
): Promise<void> {
  const { error, retryAt } = failure;
  await inTransaction(db, contextAt(now), (tx) =>
    sql`update outbox set claimed_until = null, last_error = ${error.slice(0, 1000)},
        next_attempt_at = coalesce(${retryAt ?? null}::timestamptz, next_attempt_at),
        failed_at = case when ${retryAt === undefined} then app_now() end
      where id = ${id} and attempts = ${attempts} and done_at is null`.execute(tx),
  );
}

/** Deletes events delivered a week ago; abandoned events stay for inspection. A timed task. */
export async function purgeOutbox(db: Db, clock: Clock): Promise<void> {
  const now = instantText(clock.now());
  const before = instantText(clock.now() - TRACE_DAYS * DAY_MS);
  await inTransaction(db, contextAt(now), (tx) =>
    sql`delete from outbox where done_at < ${before}`.execute(tx),
  );
}

function contextAt(now: string) {
  return { scope: "platform" as const, actor: "system:outbox", now };
}
