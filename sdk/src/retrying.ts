export interface RetryOptions {
  /** How often a request is sent again at most. Default 3. */
  retries?: number;
  /** The first pause in milliseconds; each one after it is twice as long, less up to a half by chance. Default 250. */
  pauseMs?: number;
  /** The longest pause in milliseconds; where `Retry-After` asks for more, the answer is returned as it is. Default 30,000. */
  longestPauseMs?: number;
  /** Injected where a test does not want to wait. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

type Fetch = (request: Request) => Promise<Response>;

/** Answers of a proxy or a server that is away. */
const AWAY = new Set([502, 503, 504]);

/**
 * Sends a request again whose answer was lost: the connection broke, before or during the answer, or somebody on the way
 * answered 502, 503 or 504. Only where twice is once: reads, and requests with an `Idempotency-Key`, which stays the same.
 * `busy` wrote nothing, so whatever was refused with it is sent again; so is what was refused because an earlier copy still
 * runs. `Retry-After` is waited for.
 */
export function retrying(fetch: Fetch, options: RetryOptions = {}): Fetch {
  const { retries = 3, pauseMs = 250, longestPauseMs = 30_000, wait = pause } = options;
  return async (request) => {
    for (let sent = 1; ; sent += 1) {
      const outcome = await attempt(fetch, request.clone());
      if (sent > retries || !(await mayRepeat(request, outcome))) return settled(outcome);
      const backOff = pauseMs * 2 ** (sent - 1) * (1 - Math.random() / 2);
      const ms = Math.max(backOff, retryAfterMs(outcome.response));
      if (ms > longestPauseMs) return settled(outcome);
      await wait(ms, request.signal);
    }
  };
}

type Outcome = { response: Response; error?: undefined } | { response?: undefined; error: unknown };

/** An answer is there once its last byte is: a connection that breaks in the middle of it counts as lost. */
async function attempt(fetch: Fetch, request: Request): Promise<Outcome> {
  try {
    const response = await fetch(request);
    if (isJson(response)) await response.clone().arrayBuffer();
    return { response };
  } catch (error) {
    return { error };
  }
}

function settled({ response, error }: Outcome): Response {
  if (response) return response;
  throw error;
}

async function mayRepeat(request: Request, { response }: Outcome): Promise<boolean> {
  if (request.signal.aborted) return false;
  const { method, headers } = request;
  const isRepeatable = method === "GET" || method === "HEAD" || headers.has("idempotency-key");
  if (!response) return isRepeatable;
  if (isRepeatable && AWAY.has(response.status)) return true;
  if (response.status !== 503 && response.status !== 409) return false;
  const type = await typeOf(response);
  return type.endsWith("/busy") || (isRepeatable && type.endsWith("/idempotency-in-progress"));
}

function isJson(response: Response): boolean {
  return /\bjson\b/.test(response.headers.get("content-type") ?? "");
}

async function typeOf(response: Response): Promise<string> {
  if (!isJson(response)) return "";
  try {
    return String((Object(await response.clone().json()) as { type?: unknown }).type);
  } catch {
    return "";
  }
}

/** Seconds, as this API says it, or a date, as a proxy may. */
function retryAfterMs(response: Response | undefined): number {
  const said = response?.headers.get("retry-after");
  if (!said) return 0;
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
