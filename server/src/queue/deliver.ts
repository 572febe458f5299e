import { includes, type OutboxEvent, type RunMany, type Subscription } from "./event.ts";

/** Half the lease: a slow subscriber is cut off before another worker starts the same event. */
const PATIENCE_MS = 30_000;

/** Delivers one event to all its subscribers at once. Throws the first error. */
export async function deliverAlone(
  event: OutboxEvent,
  subscriptions: readonly Subscription[],
): Promise<void> {
  const subscribers = subscriptions.filter((one) => includes(one, event.topic));
  await cutOff((signal) => Promise.all(subscribers.map((one) => one.run(event, signal))));
}

/** What became of a batch beside the events delivered. */
export interface Outcome {
  /** By event id. */
  errors: Map<string, unknown>;
  /** The ids of events that a subscriber left to be delivered alone. */
  left: Set<string>;
}

/**
 * Delivers many events to subscribers with `runMany`, one subscriber after another, so that a batch uses one
 * connection. Throws when the whole batch took too long.
 */
export async function deliverBatch(
  events: readonly OutboxEvent[],
  subscriptions: readonly Subscription[],
): Promise<Outcome> {
  const outcome: Outcome = { errors: new Map(), left: new Set() };
  await cutOff(async (signal) => {
    for (const { topic, runMany } of subscriptions) {
      const theirs = events.filter((event) => includes({ topic }, event.topic));
      if (runMany) await inHalves(theirs, (some) => runMany(some, signal), outcome, signal);
    }
  });
  return outcome;
}

/** Runs many events at once; when that fails, halves them until the ones that fail are found. */
async function inHalves(
  events: readonly OutboxEvent[],
  run: (events: readonly OutboxEvent[]) => ReturnType<RunMany>,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<void> {
  if (events.length === 0 || signal.aborted) return;
  try {
    for (const { id } of (await run(events)) ?? []) outcome.left.add(id);
  } catch (error) {
    if (events.length === 1) {
      outcome.errors.set(events[0]!.id, error);
      return;
    }
    const middle = Math.ceil(events.length / 2);
    await inHalves(events.slice(0, middle), run, outcome, signal);
    await inHalves(events.slice(middle), run, outcome, signal);
  }
}

async function cutOff(work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const cut = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    cut.abort();
    reject(new Error(`a subscriber took longer than ${PATIENCE_MS} ms`));
  }, PATIENCE_MS);
  try {
    await Promise.race([late, work(cut.signal)]);
  } finally {
    clearTimeout(timer);
  }
}
