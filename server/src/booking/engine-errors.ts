import { isUndone } from "../db/in-transaction.ts";
import { sqlDetail, sqlState } from "../db/sql-error.ts";

/** What take_inventory() could not take; see HF001 in server/sql. */
export interface Taken {
  kind: "claim" | "pick" | "pool";
  /** Another transaction was only trying a candidate: worth waiting for. */
  contended: boolean;
  /** An expired hold is in the way: worth sweeping. */
  overdue: boolean;
}

/** Returns the database's refusal because the inventory is taken, or undefined for any other error. */
export function findTaken(error: unknown): Taken | undefined {
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
