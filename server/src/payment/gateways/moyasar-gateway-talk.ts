import { setTimeout as sleep } from "node:timers/promises";
import { GatewayRefused, GatewayUnclear } from "../gateway.ts";
import { fieldsAt, isFields, wordsAt, type Fields } from "./answered.ts";

/** Where Moyasar is and as whom it is spoken to. */
export interface MoyasarLine {
  /** "https://api.moyasar.com/v1" */
  url: string;
  secretKey: string;
  userAgent: string;
  /** Of one request. */
  timeoutMs: number;
  /** Injected where a test does not want to wait. */
  wait?: (ms: number) => Promise<unknown>;
}

/** Moyasar's own words: JSON, with a status that says yes or no. */
export interface MoyasarAnswer {
  status: number;
  body: Fields;
}

/** However many requests it takes, a conversation lasts at most so many times the limit of one. */
const CONVERSATION_TIMEOUTS = 3;
const ATTEMPTS_MAX = 3;
const BACKOFF_MS = 250;
/** Whoever is told to stay away for longer comes back with the next job. */
const RETRY_AFTER_MAX_MS = 2_000;

/** Nothing came back, or that Moyasar is ill: whether it was done is not known, and asking again may help. */
class NoAnswer extends GatewayUnclear {}

/** The requests of one call of the gateway, with an end to them all. */
export class MoyasarTalk {
  readonly #line: MoyasarLine;
  readonly #until: number;

  constructor(line: MoyasarLine) {
    this.#line = line;
    this.#until = performance.now() + CONVERSATION_TIMEOUTS * line.timeoutMs;
  }

  /** Changes nothing, so it is asked again while nothing clear comes back. @throws GatewayUnclear */
  async read(path: string): Promise<MoyasarAnswer> {
    return this.#repeat("GET", path, undefined, true);
  }

  /** May be done twice without harm. @throws GatewayUnclear */
  async writeAgain(method: "PUT", path: string): Promise<MoyasarAnswer> {
    return this.#repeat(method, path, undefined, true);
  }

  /** Sent once: again only if Moyasar says that it did not look at it (429). @throws GatewayUnclear */
  async write(path: string, body: Fields): Promise<MoyasarAnswer> {
    return this.#repeat("POST", path, body, false);
  }

  /** Longer each time, and never the same for two that were turned away together. */
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
        // The key goes to Moyasar and nowhere else.
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
      // Cloudflare in front of it turns away some libraries that name themselves, or do not (error 1010).
      "user-agent": userAgent,
      ...(hasBody && { "content-type": "application/json" }),
    };
  }
}

/** @throws GatewayUnclear for a page where JSON was due, 5xx and redirects */
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

/** Wrong key, key without the right, account not active, too many: it was turned away before it was looked at. */
export function isTurnedAway({ status }: MoyasarAnswer): boolean {
  return status === 401 || status === 403 || status === 405 || status === 429;
}

/** Moyasar's no, in its words and with the fields it names. */
export function refusalIn({ status, body }: MoyasarAnswer): GatewayRefused {
  const fields = Object.entries(fieldsAt(body, "errors")).map(
    ([name, wrong]) => `${name} ${Array.isArray(wrong) ? wrong.join(", ") : String(wrong)}`,
  );
  const said = [wordsAt(body, "message"), wordsAt(body, "errors"), ...fields].filter(Boolean);
  const message = said.join(": ") || `refused with ${status}`;
  return new GatewayRefused(wordsAt(body, "type") ?? `http-${status}`, message.slice(0, 500));
}

/** Turned away: nothing was done, and nothing follows from it for the payment. */
export class TurnedAway extends GatewayUnclear {
  readonly refusal: GatewayRefused;

  constructor(message: string, refusal: GatewayRefused) {
    super(message, { cause: refusal });
    this.refusal = refusal;
  }
}

/** What is no answer to the question. */
export function unclearFrom(answer: MoyasarAnswer): GatewayUnclear {
  const refusal = refusalIn(answer);
  const message = `Moyasar answered ${answer.status}: ${refusal.code}: ${refusal.message}`;
  return isTurnedAway(answer) ? new TurnedAway(message, refusal) : new GatewayUnclear(message);
}
