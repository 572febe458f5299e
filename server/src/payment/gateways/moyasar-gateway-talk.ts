import { setTimeout as sleep } from "node:timers/promises";
import { GatewayRefused, GatewayUnclear } from "../gateway.ts";
import { fieldsAt, isFields, wordsAt, type Fields } from "./answered.ts";

/** Moyasar's address and our credentials. */
export interface MoyasarLine {
  /** "https://api.moyasar.com/v1" */
  url: string;
  secretKey: string;
  userAgent: string;
  /** Time limit of one request. */
  timeoutMs: number;
  /** Injected by tests that do not want to wait. */
  wait?: (ms: number) => Promise<unknown>;
}

/** Moyasar's own answer: JSON with a status of success or refusal. */
export interface MoyasarAnswer {
  status: number;
  body: Fields;
}

/** A whole call, however many requests it takes, lasts at most this many times the limit of one request. */
const CONVERSATION_TIMEOUTS = 3;
const ATTEMPTS_MAX = 3;
const BACKOFF_MS = 250;
/** If told to wait longer than this, the next job tries again. */
const RETRY_AFTER_MAX_MS = 2_000;

/** No answer, or one that says Moyasar is failing: whether it took effect is unknown, and asking again may help. */
class NoAnswer extends GatewayUnclear {}

/** The requests of one gateway call, with a time limit for all of them. */
export class MoyasarTalk {
  readonly #line: MoyasarLine;
  readonly #until: number;

  constructor(line: MoyasarLine) {
    this.#line = line;
    this.#until = performance.now() + CONVERSATION_TIMEOUTS * line.timeoutMs;
  }

  /** Sends a request that changes nothing; retried until an answer is clear. @throws GatewayUnclear */
  async read(path: string): Promise<MoyasarAnswer> {
    return this.#repeat("GET", path, undefined, true);
  }

  /** Sends a request that may be repeated without harm. @throws GatewayUnclear */
  async writeAgain(method: "PUT", path: string): Promise<MoyasarAnswer> {
    return this.#repeat(method, path, undefined, true);
  }

  /** Sends a request once; again only if Moyasar says it did not look at it (429). @throws GatewayUnclear */
  async write(path: string, body: Fields): Promise<MoyasarAnswer> {
    return this.#repeat("POST", path, body, false);
  }

  /** Waits, longer each time, with jitter so that two refused together do not return together. */
  async pause(attempt: number, leastMs = 0): Promise<void> {
    const backoffMs = BACKOFF_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
    const leftMs = Math.max(0, this.#until - performance.now());
    await (this.#line.wait ?? sleep)(Math.min(Math.max(backoffMs, leastMs), leftMs));
  }

  async #repeat(
    method: string,
    path: string,
    body: Fields | undefined,
    isHarmless: boolean,
  ): Promise<MoyasarAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt === ATTEMPTS_MAX;
      let leastMs = 0;
      try {
        const { answer, retryAfterMs } = await this.#send(method, path, body);
        if (answer.status !== 429 || isLast || retryAfterMs > RETRY_AFTER_MAX_MS) return answer;
        leastMs = retryAfterMs;
      } catch (error) {
        if (!(error instanceof NoAnswer) || !isHarmless || isLast) throw error;
      }
      await this.pause(attempt, leastMs);
    }
  }

  async #send(
    method: string,
    path: string,
    body: Fields | undefined,
  ): Promise<{ answer: MoyasarAnswer; retryAfterMs: number }> {
    const { url, timeoutMs } = this.#line;
    const leftMs = Math.ceil(Math.min(timeoutMs, this.#until - performance.now()));
    const what = `${method} ${path.split("?")[0]}`;
    if (leftMs <= 0) throw new GatewayUnclear(`no time was left for ${what}`);
    let response: Response;
    let words: string;
    try {
      response = await fetch(url + path, {
        method,
        headers: this.#headers(body !== undefined),
        body: body && JSON.stringify(body),
        // Never follow redirects: the key goes to Moyasar and nowhere else.
        redirect: "manual",
        signal: AbortSignal.timeout(leftMs),
      });
      words = await response.text();
    } catch (cause) {
      throw new NoAnswer(`no answer to ${what}: ${(cause as Error).message}`, { cause });
    }
    const seconds = Number(response.headers.get("retry-after") ?? 0);
    const retryAfterMs = seconds > 0 ? seconds * 1000 : 0;
    return { answer: readAnswer(what, response, words), retryAfterMs };
  }

  #headers(hasBody: boolean): Record<string, string> {
    const { secretKey, userAgent } = this.#line;
    return {
      authorization: `Basic ${Buffer.from(`${secretKey}:`).toString("base64")}`,
      accept: "application/json",
      // Cloudflare, in front of Moyasar, blocks some libraries by their user agent or lack of one (error 1010).
      "user-agent": userAgent,
      ...(hasBody && { "content-type": "application/json" }),
    };
  }
}

/** Parses an answer. @throws GatewayUnclear for a page instead of JSON, 5xx and redirects */
function readAnswer(what: string, { status, headers }: Response, words: string): MoyasarAnswer {
  const body = readJson(headers.get("content-type"), words);
  if (status >= 500) {
    const said = (body && wordsAt(body, "message")) ?? "";
    throw new NoAnswer(`${what} was answered ${status} ${said}`.trim());
  }
  if (!body) {
    const where = status === 403 ? ": the network in front of Moyasar blocked it" : "";
    throw new GatewayUnclear(`${what} was answered ${status} without JSON${where}`);
  }
  if (status < 300 || status >= 400) return { status, body };
  throw new GatewayUnclear(`${what} was answered ${status}`);
}

function readJson(contentType: string | null, words: string): Fields | undefined {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType ?? "")) return undefined;
  try {
    const body: unknown = JSON.parse(words);
    return isFields(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

export function isYes({ status }: MoyasarAnswer): boolean {
  return status < 300;
}

/**
 * Whether the request was rejected before it was processed: wrong key, key without the right, inactive account, too
 * many requests.
 */
export function isTurnedAway({ status }: MoyasarAnswer): boolean {
  return status === 401 || status === 403 || status === 405 || status === 429;
}

/** Returns Moyasar's refusal, in its own words and with the fields it names. */
export function refusalIn({ status, body }: MoyasarAnswer): GatewayRefused {
  const fields = Object.entries(fieldsAt(body, "errors")).map(
    ([name, wrong]) => `${name} ${Array.isArray(wrong) ? wrong.join(", ") : String(wrong)}`,
  );
  const said = [wordsAt(body, "message"), wordsAt(body, "errors"), ...fields].filter(Boolean);
  const message = said.join(": ") || `refused with ${status}`;
  return new GatewayRefused(wordsAt(body, "type") ?? `http-${status}`, message.slice(0, 500));
}

/** Rejected before processing: nothing was done, and the payment's state does not follow from it. */
export class TurnedAway extends GatewayUnclear {
  readonly refusal: GatewayRefused;

  constructor(message: string, refusal: GatewayRefused) {
    super(message, { cause: refusal });
    this.refusal = refusal;
  }
}

/** Returns the error for an answer that does not fit the request. */
export function unclearFrom(answer: MoyasarAnswer): GatewayUnclear {
  const refusal = refusalIn(answer);
  const message = `Moyasar answered ${answer.status}: ${refusal.code}: ${refusal.message}`;
  return isTurnedAway(answer) ? new TurnedAway(message, refusal) : new GatewayUnclear(message);
}
