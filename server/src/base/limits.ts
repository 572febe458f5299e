/** ISO 4217 names about 180. */
export const CURRENCIES_MAX = 200;
/** Default length of a list page: one screen. */
export const PAGE_SIZE_DEFAULT = 20;
/** A longer page costs more to serialise than the next request costs to make. */
export const PAGE_SIZE_MAX = 100;

/** A page of long rows (vehicles with a thousand seats) ends early, with a next one: writing it is a turn of a few milliseconds. */
export const PAGE_CHARACTERS_MAX = 1_000_000;

/** Twenty items are a bus for a school class; more is a mistake or an attack. Also after changes to a booking. */
export const ITEMS_MAX = 20;
/** The items of a booking before and after a change, when all of them change for others. */
export const AMENDED_ITEMS_MAX = 2 * ITEMS_MAX;
/** More seats for one item travel as a group, which is a separate order. */
export const SEATS_MAX = 10;
/** Units of a rental that one item books together. */
export const UNITS_MAX = 100;
/** A double-decker ferry has fewer. */
export const VEHICLE_SEATS_MAX = 1000;
/** The most items a refusal names, and the most ids an edit may acknowledge. */
export const TOUCHED_MAX = 1000;
/** Alternatives of a kind in a refusal: enough to choose from, few enough to read. */
export const ALTERNATIVES_MAX = 5;
/** The longest lines of public feeds have about 150 stops. */
export const JOURNEY_STOPS_MAX = 500;
/** A new interval every quarter of an hour for a whole day. */
export const JOURNEY_FREQUENCIES_MAX = 100;
/** Every day of five years, for calendars that name each date. */
export const CALENDAR_DATES_MAX = 2_000;
/** The wrong fields that a refusal names: enough to mend, few enough to read. */
export const FIELD_ERRORS_MAX = 20;

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
/** Questions of concurrent requests answered by one statement: beyond about a hundred a larger batch saves no more. */
export const GATHERED_MAX = 128;
/** Requests that may wait for a batch; the next one is told to come back later. A crowd of a thousand fits in. */
export const WAITING_MAX = 2_048;
