import http from "node:http";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { UsageError } from "../base/usage-error.ts";

export type Answer = { status: number; body: Record<string, unknown>; ms: number };

const TIMEOUT_MS = 30_000;
/** How long to wait for a server that was killed and restarted; after that it is an error. */
const TRIES_MAX = 60;
const RETRIED = new Set([429, 503]);

/** Makes requests over kept-alive connections, as many at once as there are callers. */
export class ApiCaller {
  readonly #base: URL;
  readonly #agent: http.Agent;
  /** Requests that were told to come back later (429, 503) or were cut off, and were sent again with the same key. */
  repeated = 0;
  #answered = false;

  constructor(base: string, connections: number) {
    this.#base = new URL(base);
    const options = { keepAlive: true, maxSockets: connections };
    this.#agent =
      this.#base.protocol === "https:" ? new https.Agent(options) : new http.Agent(options);
  }

  close(): void {
    this.#agent.destroy();
  }

  /**
   * POSTs JSON. If told to wait, or cut off, it sends the same request again with the same Idempotency-Key, so it
   * takes effect once.
   *
   * @returns the final answer; `ms` is the duration of the last try alone
   * @throws UsageError when no server answers, or it serves another database
   */
  async post(
    path: string,
    request: { token: string; idempotencyKey: string; body: object },
  ): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#once(path, request).catch((error: unknown) => {
        // The first request finds out whether a server is there; later ones wait for it to come back.
        if (tries >= TRIES_MAX || !this.#answered) throw this.#unreachable(error);
        return undefined;
      });
      if (answer?.status === 401) throw new UsageError(this.#stranger());
      const isFinal = answer && (!RETRIED.has(answer.status) || tries >= TRIES_MAX);
      if (isFinal && !isRunning(answer)) return answer;
      this.repeated += 1;
      await sleep((answer?.retryAfterSeconds ?? 1) * 1000);
    }
  }

  async #once(
    path: string,
    { token, idempotencyKey, body }: { token: string; idempotencyKey: string; body: object },
  ): Promise<Answer & { retryAfterSeconds?: number }> {
    const text = JSON.stringify(body);
    const startedAt = performance.now();
    const { response, received } = await this.#send(path, text, {
      authorization: `Bearer ${token}`,
      "idempotency-key": idempotencyKey,
    });
    this.#answered = true;
    const retryAfter = Number(response.headers["retry-after"]);
    return {
      status: response.statusCode ?? 0,
      body: parse(received),
      ms: performance.now() - startedAt,
      ...(retryAfter > 0 && { retryAfterSeconds: retryAfter }),
    };
  }

  #unreachable(error: unknown): Error {
    const why = error instanceof Error && "code" in error ? String(error.code) : String(error);
    return new UsageError(`No server answers at ${this.#base.origin} (${why}); see --url.`);
  }

  #stranger(): string {
    return (
      `The server at ${this.#base.origin} does not know the API key just made: it works on another database. ` +
      "Set DATABASE_URL or HOLDFAST_DATA as it has them."
    );
  }

  #send(path: string, text: string, headers: Record<string, string>) {
    type Received = { response: http.IncomingMessage; received: string };
    return new Promise<Received>((resolve, reject) => {
      const client = this.#base.protocol === "https:" ? https : http;
      const request = client.request(
        new URL(path, this.#base),
        {
          method: "POST",
          agent: this.#agent,
          timeout: TIMEOUT_MS,
          headers: {
            ...headers,
            "content-type": "application/json",
            "content-length": Buffer.byteLength(text),
            "accept-language": "en",
          },
        },
        (response) => {
          let received = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => (received += chunk));
          response.on("end", () => resolve({ response, received }));
          response.on("error", reject);
        },
      );
      request.on("timeout", () => request.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)));
      request.on("error", reject);
      request.end(text);
    });
  }
}

/** Whether this is the 409 for a request whose first copy has not finished. Only a cut-off try leads there. */
function isRunning(answer: Answer): boolean {
  return answer.status === 409 && String(answer.body.type).endsWith("/idempotency-in-progress");
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
