import { isUndone } from "../db/in-transaction.ts";
import { sqlDetail, sqlState } from "../db/sql-error.ts";

/** What take_inventory() could not take; see HF001 in the migrations. */
export interface Taken {
  kind: "claim" | "pick" | "pool";
  /** Another transaction was only checking a candidate: worth waiting for. */
  contended: boolean;
  /** An expired hold is in the way: worth sweeping. */
  overdue: boolean;
}

/** Returns the database's refusal because the inventory is taken, or undefined for any other error. */
export function findTaken(error: unknown): Taken | undefined {
  return sqlState(error) === "HF001" ? (sqlDetail(error) as unknown as Taken) : undefined;
}

const OF_CATALOGUE = new Set(["trip", "stop", "seat", "unit"]);
const FOREIGN_KEY_VIOLATION = "23503";

/**
 * Whether the facts were edited or removed after they were read and before they were claimed, see guard_seat_claim()
 * and assert_offered(): reading again shows the current ones.
 */
export function isStale(error: unknown): boolean {
  const state = sqlState(error);
  if (state === FOREIGN_KEY_VIOLATION) return true;
  return state === "HF005" && OF_CATALOGUE.has(String(sqlDetail(error).what));
}

/** Whether another copy of the same request committed while this one ran; its answer is stored. */
export function isAnswered(error: unknown): boolean {
  return sqlState(error) === "HF009";
}

const UNIQUE_VIOLATION = "23505";

/** Whether a retry may succeed: undone by PostgreSQL, or a reference was drawn twice. */
export function isRetryable(error: unknown): boolean {
  return isUndone(error) || sqlState(error) === UNIQUE_VIOLATION;
}
