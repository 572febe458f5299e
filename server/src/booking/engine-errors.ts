import { isUndone } from "../db/in-transaction.ts";
import { sqlDetail, sqlState } from "../db/sql-error.ts";

/** What take_inventory() could not have; see HF001 in the migrations. */
export interface Taken {
  kind: "claim" | "pick" | "pool";
  /** A candidate was only being looked at by somebody else: worth queueing for. */
  contended: boolean;
  /** A hold that has run out stands in the way: worth sweeping. */
  overdue: boolean;
}

/** The database's refusal because somebody owns it, or undefined when the error is another. */
export function findTaken(error: unknown): Taken | undefined {
  return sqlState(error) === "HF001" ? (sqlDetail(error) as unknown as Taken) : undefined;
}

const OF_CATALOGUE = new Set(["trip", "stop", "seat", "unit"]);
const FOREIGN_KEY_VIOLATION = "23503";

/**
 * What was looked at was edited, or removed, before it was claimed, see guard_seat_claim() and assert_offered(): whoever
 * looks again sees what it is.
 */
export function isStale(error: unknown): boolean {
  const state = sqlState(error);
  if (state === FOREIGN_KEY_VIOLATION) return true;
  return state === "HF005" && OF_CATALOGUE.has(String(sqlDetail(error).what));
}

/** Another copy of the same request committed while this one ran; its answer is stored. */
export function isAnswered(error: unknown): boolean {
  return sqlState(error) === "HF009";
}

const UNIQUE_VIOLATION = "23505";

/** Undone by PostgreSQL, or a reference that was drawn twice: the same again may succeed. */
export function isRetryable(error: unknown): boolean {
  return isUndone(error) || sqlState(error) === UNIQUE_VIOLATION;
}
