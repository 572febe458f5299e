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
};

/** Returns the subscriptions an event goes to. */
export function subscribersOf(
  topic: string,
  subscriptions: readonly Subscription[],
): readonly Subscription[] {
  return subscriptions.filter((one) =>
    one.topic.endsWith("*") ? topic.startsWith(one.topic.slice(0, -1)) : one.topic === topic,
  );
}
