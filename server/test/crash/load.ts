import { callerOf, type Answer } from "../harness/caller.ts";
import type { Order } from "./orders.ts";

/** An order and its outcome as its sender knows it: acknowledged with 201, or unknown. */
export interface Sent extends Order {
  acknowledged?: Answer["body"];
}

export interface Load {
  sent: Sent[];
  /** Answers other than 201: refusals that ask to retry. */
  refused: Answer[];
  /** Resolves when that many more orders are acknowledged. */
  untilAcknowledged(count: number): Promise<void>;
  /** Stops sending and waits for the requests in flight. */
  stop(): Promise<void>;
}

/**
 * Sixteen customers who send one order after another. A customer refused with 503 polls /readyz until the server is back
 * and sends the order again; one whose connection breaks stops with an unknown outcome.
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

/** Sends an order until it is made, retrying when told to, as a patient client does. */
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
