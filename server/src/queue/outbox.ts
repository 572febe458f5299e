import { sql } from "kysely";
import { DAY_MS, instantText, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { OutboxEvent, Subscription } from "./event.ts";

/** How long a dead worker keeps its events from the others; longer than any subscriber may take. */
const LEASE_SECONDS = 60;
const TRACE_DAYS = 7;

/** How a claimed event is delivered; `nobody`: it has no subscribers and is already marked done. */
export type Claimed = OutboxEvent & { lane: "batch" | "alone" | "nobody" };

export interface Wanted {
  subscriptions: readonly Subscription[];
  /** How many events at most. */
  most: number;
  /** How many of them at most are delivered alone. */
  mostAlone: number;
}

/**
 * Claims due events for this worker alone, and commits before anything is done with them. Events without subscribers
 * are marked done here. An event is delivered alone when a subscriber has no `runMany`, and from its second attempt
 * on: one that kills its worker or fails a batch does so once.
 */
export async function claimEvents(db: Db, now: string, wanted: Wanted): Promise<Claimed[]> {
  const { subscriptions, most, mostAlone } = wanted;
  const anybody = patternsOf(subscriptions);
  const alone = patternsOf(subscriptions.filter(({ runMany }) => runMany === undefined));
  // Filtering by last id would lose events: transactions do not commit in id order.
  return inTransaction(db, contextAt(now), async (tx) => {
    const { rows } = await sql<Claimed>`
      with due as materialized (
        select id, topic, attempts, next_attempt_at from outbox
        where done_at is null and failed_at is null and next_attempt_at <= app_now()
          and (claimed_until is null or claimed_until <= app_now())
        order by next_attempt_at limit ${most} for update skip locked),
      sorted as (
        select id, lane, row_number() over (partition by lane order by next_attempt_at) as place
        from due cross join lateral (select case
          when not topic like any(${anybody}::text[]) then 'nobody'
          when attempts > 0 or topic like any(${alone}::text[]) then 'alone' else 'batch' end as lane) l)
      update outbox o set attempts = o.attempts + 1,
        claimed_until = case when lane <> 'nobody' then app_now() + make_interval(secs => ${LEASE_SECONDS}) end,
        done_at = case when lane = 'nobody' then app_now() end
      from sorted s where o.id = s.id and (lane <> 'alone' or place <= ${mostAlone})
      returning o.id, topic, business_id as "businessId", payload, created_at as "createdAt", attempts, lane
    `.execute(tx);
    return rows;
  });
}

/** Returns the subscriptions' topics as patterns of LIKE. */
function patternsOf(subscriptions: readonly Subscription[]): string[] {
  const patterns = subscriptions.map(({ topic }) =>
    topic.replaceAll(/[\\%_]/g, "\\$&").replace(/\*$/, "%"),
  );
  return [...new Set(patterns)];
}

export async function markDone(db: Db, now: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await inTransaction(db, contextAt(now), (tx) =>
    sql`update outbox set done_at = app_now(), claimed_until = null, last_error = null
      where id = any(${ids}::uuid[]) and done_at is null`.execute(tx),
  );
}

/** Ends the lease of events that are to be delivered alone, at once. */
export async function putBack(
  db: Db,
  now: string,
  events: readonly Pick<OutboxEvent, "id">[],
): Promise<void> {
  if (events.length === 0) return;
  const ids = events.map(({ id }) => id);
  await inTransaction(db, contextAt(now), (tx) =>
    sql`update outbox set claimed_until = null
      where id = any(${ids}::uuid[]) and attempts = 1 and done_at is null`.execute(tx),
  );
}

/** A delivery that failed. */
export interface Failure {
  event: Pick<OutboxEvent, "id" | "attempts">;
  error: string;
  /** RFC 3339; null gives the event up. */
  retryAt: string | null;
}

/**
 * Puts events back for later, or gives them up. Only those that still belong to this attempt: after a slow worker's
 * lease another worker has them.
 */
export async function markFailed(db: Db, now: string, failures: readonly Failure[]): Promise<void> {
  if (failures.length === 0) return;
  const lines = failures.map(({ event: { id, attempts }, error, retryAt }) => ({
    id,
    attempts,
    error: error.slice(0, 1000),
    retryAt,
  }));
  await inTransaction(db, contextAt(now), (tx) =>
    sql`update outbox o set claimed_until = null, last_error = f.error,
        next_attempt_at = coalesce(f."retryAt", o.next_attempt_at),
        failed_at = case when f."retryAt" is null then app_now() end
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
        as f(id uuid, attempts int, error text, "retryAt" timestamptz)
      where o.id = f.id and o.attempts = f.attempts and o.done_at is null`.execute(tx),
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
