import { callerOf, type Answer } from "../harness/caller.ts";
import type { Order } from "./orders.ts";

/** What became of an order as far as its sender knows: answered with 201, or nobody knows. */
export interface Sent extends Order {
  acknowledged?: Answer["body"];
}

export interface Load {
  sent: Sent[];
  /** Answers that were no 201: refusals that ask to come back. */
  refused: Answer[];
  /** When so many orders were acknowledged. */
  untilAcknowledged(count: number): Promise<void>;
  /** Sends nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Sixteen customers who order one thing after another. Who is refused with 503 asks /readyz until the server is back
 * and sends the same again; whose connection breaks stops, not knowing.
 */
export function startLoad(origin: string, orderOf: (n: number) => Order, clients = 16): Load {
  const sent: Sent[] = [];
  const refused: Answer[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let acknowledged = 0;
  const stopping = new AbortController();

  function acknowledge(order: Sent, body: unknown): void {
    order.acknowledged = body;
    acknowledged += 1;
    for (const one of waiting) if (acknowledged >= one.count) one.resolve();
  }

  async function client(): Promise<void> {
    while (!stopping.signal.aborted) {
      const order: Sent = orderOf(sent.length);
      sent.push(order);
      const answer = await sendUntilAnswered(origin, order, refused).catch(() => undefined);
      if (answer === undefined) return;
      acknowledge(order, answer.body);
    }
  }

  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    sent,
    refused,
    untilAcknowledged(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ count: acknowledged + count, resolve });
      return promise;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Sends an order until it is made: an answer to come back is followed, as a patient client does. */
export async function sendUntilAnswered(
  origin: string,
  { token, key, items }: Order,
  refused: Answer[] = [],
): Promise<Answer> {
  const caller = callerOf(origin, token);
  for (;;) {
    const answer = await caller.post("/v1/orders", { items }, { "idempotency-key": key });
    if (answer.status === 201) return answer;
    const isUnderWay = String(answer.body.type).endsWith("/idempotency-in-progress");
    if (answer.status !== 503 && !isUnderWay) {
      throw new Error(`unexpected answer: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    refused.push(answer);
    while ((await caller.get("/readyz")).status !== 200);
  }
}
