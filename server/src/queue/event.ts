/** One row of the outbox: a committed event, delivered to its subscribers. */
export type OutboxEvent = {
  id: string;
  /** "booking.confirmed" */
  topic: string;
  businessId: string | null;
  payload: unknown;
  createdAt: string;
  /** 1 on the first delivery. */
  attempts: number;
};

/**
 * Subscribes to a topic, or to all topics with a prefix ("booking.*"). Events arrive at least once and in no order:
 * `run` must be harmless when repeated, and read the row rather than trust the payload. It runs outside any
 * transaction and is abandoned when the signal fires.
 */
export type Subscription = {
  topic: string;
  run: (event: OutboxEvent, signal: AbortSignal) => Promise<unknown>;
  /** Does what `run` does for many events at once; used for first deliveries. */
  runMany?: RunMany;
};

/**
 * Returns the events that it leaves to `run`, if any: those that take long or ask a foreign service. When it throws,
 * its events are delivered again in halves, so it must be harmless when repeated, too.
 */
export type RunMany = (
  events: readonly OutboxEvent[],
  signal: AbortSignal,
) => Promise<readonly OutboxEvent[] | void>;

/** Makes a subscription of a function that takes one or many events, and leaves none. */
export function subscribeMany(
  topic: string,
  runMany: (events: readonly OutboxEvent[], signal: AbortSignal) => Promise<void>,
): Subscription {
  return { topic, runMany, run: (event, signal) => runMany([event], signal) };
}

/** Whether a subscription's topic includes the topic of an event. */
export function includes({ topic }: Pick<Subscription, "topic">, name: string): boolean {
  return topic.endsWith("*") ? name.startsWith(topic.slice(0, -1)) : name === topic;
}
