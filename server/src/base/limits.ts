/** A list page is answered in one screen unless asked otherwise. */
export const PAGE_SIZE_DEFAULT = 20;
/** Above this a page costs more to serialise than the next request costs to make. */
export const PAGE_SIZE_MAX = 100;

/** An order of twenty items with fifty named passengers each is about 60 KB of JSON. */
export const BODY_MAX_BYTES = 256 * 1024;

/** A phone that lost its signal in a tunnel on Friday retries on Monday with the same key. */
export const IDEMPOTENCY_HOURS = 72;

/** A hold is extended up to here, counted from the first claim, so that nobody parks inventory. */
export const HOLD_TOTAL_MINUTES_MAX = 30;

/** Long enough for the slowest report, short enough that a stuck statement frees its locks. */
export const STATEMENT_TIMEOUT_MS = 30_000;
/** Whoever waits longer for a lock is told to come back: it is held by something that is stuck, or by very many. */
export const LOCK_TIMEOUT_MS = 3_000;
/** How far the server's clock may be from the database's: beyond it, it would end holds that have not run out. */
export const CLOCK_TOLERANCE_SECONDS = 30;
/** A client that stopped talking in the middle of a transaction must not keep its locks. */
export const IDLE_TRANSACTION_TIMEOUT_MS = 60_000;
/** A request waits this long for a free connection before it is told to come back later. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** What a refused caller is told to wait when the database is away: embedded restarts take about a second. */
export const UNAVAILABLE_RETRY_SECONDS = 5;
