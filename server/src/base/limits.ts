/** Default length of a list page: one screen. */
export const PAGE_SIZE_DEFAULT = 20;
/** A longer page costs more to serialise than the next request costs to make. */
export const PAGE_SIZE_MAX = 100;

/** An order of twenty items with fifty named passengers each is about 60 KB of JSON. */
export const BODY_MAX_BYTES = 256 * 1024;

/** A phone that lost its signal in a tunnel on Friday retries on Monday with the same key. */
export const IDEMPOTENCY_HOURS = 72;

/** The latest a hold can be extended to, counted from the first claim, so that nobody parks inventory. */
export const HOLD_TOTAL_MINUTES_MAX = 30;

/** Long enough for the slowest report, short enough that a stuck statement frees its locks. */
export const STATEMENT_TIMEOUT_MS = 30_000;
/** A longer wait for a lock is refused, to be retried later: its holder is stuck, or there are very many waiting. */
export const LOCK_TIMEOUT_MS = 3_000;
/** How far the server's clock may be from the database's: beyond this it would end holds that have not expired. */
export const CLOCK_TOLERANCE_SECONDS = 30;
/** A client that goes silent in the middle of a transaction must not keep its locks. */
export const IDLE_TRANSACTION_TIMEOUT_MS = 60_000;
/** How long a request waits for a free connection before it is told to come back later. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** The wait suggested to a refused caller when the database is away: embedded restarts take about a second. */
export const UNAVAILABLE_RETRY_SECONDS = 5;
