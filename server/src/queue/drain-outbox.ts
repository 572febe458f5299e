import type { Logger } from "pino";
import { instantText, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import { ATTEMPTS_MAX, backoffMs } from "./backoff.ts";
import { subscribersOf, type OutboxEvent, type Subscription } from "./event.ts";
import { claimEvents, markDone, markFailed } from "./outbox.ts";

/** Delivered in parallel, so a slow subscriber delays at most nineteen others. */
const BATCH = 20;
/** Half the lease: a slow subscriber is cut off before another worker starts the same event. */
const PATIENCE_MS = 30_000;

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
  const { db, clock } = parts;
  const events = await claimEvents(db, instantText(clock.now()), BATCH);
  const errors = await Promise.all(events.map((event) => tryDeliver(event, parts)));
  const delivered = events.filter((_, index) => errors[index] === undefined);
  await markDone(
    db,
    instantText(clock.now()),
    delivered.map((event) => event.id),
  );
  for (const [index, event] of events.entries()) {
    const error = errors[index];
    if (error !== undefined) await putBack(event, error, parts);
  }
  return events.length;
}

async function tryDeliver(event: OutboxEvent, parts: OutboxParts): Promise<string | undefined> {
  // Beyond the last attempt no worker reported a failure: the event kills its worker.
  if (event.attempts > ATTEMPTS_MAX) return "every worker that took it died";
  try {
    await deliver(event, subscribersOf(event.topic, parts.subscriptions));
    return undefined;
  } catch (error) {
    parts.log.warn(
      { err: error, eventId: event.id, topic: event.topic },
      "an event was not delivered",
    );
    return error instanceof Error ? error.message : String(error);
  }
}

async function deliver(event: OutboxEvent, subscribers: readonly Subscription[]): Promise<void> {
  const cut = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    cut.abort();
    reject(new Error(`a subscriber took longer than ${PATIENCE_MS} ms`));
  }, PATIENCE_MS);
  try {
    await Promise.race([late, Promise.all(subscribers.map((one) => one.run(event, cut.signal)))]);
  } finally {
    clearTimeout(timer);
  }
}

async function putBack(
  event: OutboxEvent,
  error: string,
  { db, clock, log }: OutboxParts,
): Promise<void> {
  const now = clock.now();
  const isLast = event.attempts >= ATTEMPTS_MAX;
  if (isLast) log.error({ eventId: event.id, topic: event.topic }, "giving up on an event");
  const retryAt = isLast ? undefined : instantText(now + backoffMs(event.attempts));
  await markFailed(db, instantText(now), event, { error, retryAt });
}
