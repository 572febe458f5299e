import { Agent, request } from "node:http";

/** The durations of many calls, in milliseconds, and their statuses. */
export interface Load {
  count: number;
  seconds: number;
  perSecond: number;
  p50: number;
  p99: number;
  max: number;
  statuses: Record<number, number>;
}

/** A lean HTTP client: on two cores the load generator must not distort the measurement. */
export class HttpClient {
  readonly #origin: URL;
  readonly #agent: Agent;
  readonly #token: string | undefined;

  constructor(origin: string, connections: number, token?: string) {
    this.#origin = new URL(origin);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.#token = token;
  }

  send(
    method: string,
    path: string,
    body?: unknown,
    key?: string,
  ): Promise<{ status: number; text: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
    const words = body === undefined ? undefined : JSON.stringify(body);
    const call = request(
      {
        host: this.#origin.hostname,
        port: this.#origin.port,
        method,
        path,
        agent: this.#agent,
        headers: {
          ...(this.#token && { authorization: `Bearer ${this.#token}` }),
          ...(words && {
            "content-type": "application/json",
            "content-length": Buffer.byteLength(words),
          }),
          ...(key && { "idempotency-key": key }),
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    call.on("error", reject);
    call.end(words);
    return promise;
  }

  close(): void {
    this.#agent.destroy();
  }
}

/**
 * Keeps `concurrency` calls running until `total` are done.
 *
 * @param call the n-th call; resolves to its status
 */
export async function generate(
  total: number,
  concurrency: number,
  call: (n: number) => Promise<number>,
): Promise<Load> {
  const times: number[] = [];
  const statuses: Record<number, number> = {};
  let next = 0;
  const began = performance.now();
  const client = async () => {
    while (next < total) {
      const start = performance.now();
      const status = await call(next++);
      times.push(performance.now() - start);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return summarise(times, (performance.now() - began) / 1000, statuses);
}

function summarise(times: number[], seconds: number, statuses: Record<number, number>): Load {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return {
    count: sorted.length,
    seconds,
    perSecond: sorted.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
    max: sorted.at(-1) ?? 0,
    statuses,
  };
}
