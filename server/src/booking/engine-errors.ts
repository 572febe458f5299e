import { isUndone } from "../db/in-transaction.ts";
import { sqlDetail, sqlState, type SqlError } from "../db/sql-error.ts";

/** A refusal that place_orders() returned, in the form of the error that the engine's other functions raise. */
export class EngineRefusal extends Error {
  readonly code: string;
  readonly detail: string;

  constructor(state: string, detail: Record<string, unknown>) {
    // An answer, not a fault, as a Problem below 500: a crowd of them should not cost a stack trace each.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`the engine refused: ${state}`);
    Error.stackTraceLimit = stackTraceLimit;
    this.code = state;
    this.detail = JSON.stringify(detail);
  }
}

/** What could not be taken; see refused_taken() in server/sql. */
export interface Taken {
  kind: "claim" | "pick" | "pool";
  /** Another transaction was only trying a candidate: worth waiting for. */
  contended: boolean;
  /** An expired hold is in the way: worth sweeping. */
  overdue: boolean;
}

/** Returns the database's refusal because the inventory is taken, or undefined for any other error. */
export function findTaken(error: unknown): Taken | undefined {
  // A writer without our locks had the place before our claim was written.
  if (sqlState(error) === "HF008" && (error as SqlError).constraint === "booking_owns_its_claims") {
    return { kind: "claim", contended: true, overdue: false };
  }
  return sqlState(error) === "HF001" ? (sqlDetail(error) as unknown as Taken) : undefined;
}

const OF_CATALOGUE = new Set(["catalogue", "trip", "stop", "seat", "unit"]);
const FOREIGN_KEY_VIOLATION = "23503";

/**
 * Tells whether the facts were edited or removed after they were read and before they were claimed, see
 * guard_seat_claim(), assert_offered() and is_catalogue_current(): reading again gives the current ones.
 */
export function isStale(error: unknown): boolean {
  const state = sqlState(error);
  if (state === FOREIGN_KEY_VIOLATION) return true;
  return state === "HF005" && OF_CATALOGUE.has(String(sqlDetail(error).what));
}

/** Tells whether another copy of the same request committed while this one ran; its answer is stored. */
export function isAnswered(error: unknown): boolean {
  return sqlState(error) === "HF009";
}

const UNIQUE_VIOLATION = "23505";

/** Tells whether a retry may succeed: PostgreSQL rolled back, or a random reference was used already. */
export function isRetryable(error: unknown): boolean {
  return isUndone(error) || sqlState(error) === UNIQUE_VIOLATION;
}
