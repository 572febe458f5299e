import type { Logger } from "pino";
import { instantText, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import { ATTEMPTS_MAX, backoffMs } from "./backoff.ts";
import { deliverAlone, deliverBatch, type Outcome } from "./deliver.ts";
import type { OutboxEvent, Subscription } from "./event.ts";
import { claimEvents, markDone, markFailed, putBack, type Failure } from "./outbox.ts";

/** Events claimed at once: from 500 on, what a batch costs beside its events no longer shows. */
const MOST = 500;
/** Of them delivered alone, in parallel, so a slow subscriber delays at most nineteen others. */
const MOST_ALONE = 20;

export type OutboxParts = {
  db: Db;
  clock: Clock;
  log: Logger;
  subscriptions: readonly Subscription[];
};

/**
 * Delivers one batch of due events. Each reaches its subscribers at least once: it is claimed and committed,
 * delivered outside any transaction, then marked done or put back with a growing delay, 20 times at most. An event
 * without subscribers is done.
 *
 * @returns how many were claimed; 0 when nothing is due
 */
export async function drainOutbox(parts: OutboxParts): Promise<number> {
  const { db, clock, subscriptions } = parts;
  const wanted = { subscriptions, most: MOST, mostAlone: MOST_ALONE };
  const events = await claimEvents(db, instantText(clock.now()), wanted);
  const alone = events.filter(({ lane }) => lane === "alone");
  const batch = events.filter(({ lane }) => lane === "batch");
  await Promise.all([
    settle(alone, (each) => deliverEach(each, subscriptions), parts),
    // Marked on their own: a slow event beside them does not hold them up.
    settle(batch, (many) => deliverBatch(many, subscriptions), parts),
  ]);
  return events.length;
}

/** Delivers events one by one, in parallel. */
async function deliverEach(
  events: readonly OutboxEvent[],
  subscriptions: readonly Subscription[],
): Promise<Outcome> {
  const errors = new Map<string, unknown>();
  await Promise.all(
    events.map(async (event) => {
      try {
        // Beyond the last attempt no worker reported a failure: the event kills its worker.
        if (event.attempts > ATTEMPTS_MAX) throw new Error("every worker that took it died");
        await deliverAlone(event, subscriptions);
      } catch (error) {
        errors.set(event.id, error);
      }
    }),
  );
  return { errors, left: new Set() };
}

/** Delivers events and marks the delivered ones done; puts the others back, or gives them up. */
async function settle(
  events: readonly OutboxEvent[],
  deliver: (events: readonly OutboxEvent[]) => Promise<Outcome>,
  parts: OutboxParts,
): Promise<void> {
  if (events.length === 0) return;
  const { errors, left } = await deliver(events).catch((error: unknown) => ({
    errors: new Map(events.map(({ id }) => [id, error])),
    left: new Set<string>(),
  }));
  const { db, clock } = parts;
  const now = clock.now();
  const at = instantText(now);
  const [failed, delivered] = divide(events, ({ id }) => errors.has(id));
  const [unfinished, done] = divide(delivered, ({ id }) => left.has(id));
  await markDone(
    db,
    at,
    done.map(({ id }) => id),
  );
  await putBack(db, at, unfinished);
  await markFailed(
    db,
    at,
    failed.map((event) => failureOf(event, errors.get(event.id), now, parts)),
  );
}

function divide<T>(all: readonly T[], is: (one: T) => boolean): [yes: T[], no: T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}

function failureOf(event: OutboxEvent, error: unknown, now: number, { log }: OutboxParts): Failure {
  const about = { eventId: event.id, topic: event.topic };
  log.warn({ err: error, ...about }, "an event was not delivered");
  const isLast = event.attempts >= ATTEMPTS_MAX;
  if (isLast) log.error(about, "giving up on an event");
  return {
    event,
    error: error instanceof Error ? error.message : String(error),
    retryAt: isLast ? null : instantText(now + backoffMs(event.attempts)),
  };
}
