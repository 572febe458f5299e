/** One row of the outbox: something that was committed, told to whoever subscribed. */
export type OutboxEvent = {
  id: string;
  /** "booking.confirmed" */
  topic: string;
  businessId: string | null;
  payload: unknown;
  createdAt: string;
  /** 1 the first time it is delivered. */
  attempts: number;
};

/**
 * Tells one subscriber of the events of a topic, or of all that begin alike ("booking.*"). Events arrive at least
 * once and in no order: `run` must do the same thing twice without harm, and look at the row rather than believe
 * the payload. It runs outside any transaction and is given up on when the signal fires.
 */
export type Subscription = {
  topic: string;
  run: (event: OutboxEvent, signal: AbortSignal) => Promise<unknown>;
};

/** The subscriptions an event goes to. */
export function subscribersOf(
  topic: string,
  subscriptions: readonly Subscription[],
): readonly Subscription[] {
  return subscriptions.filter((one) =>
    one.topic.endsWith("*") ? topic.startsWith(one.topic.slice(0, -1)) : one.topic === topic,
  );
}
