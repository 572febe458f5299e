import { sqlState } from "./sql-error.ts";

const NETWORK = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** What connecting to a Unix socket answers while the server restarts, and while too many connect at once. */
const SOCKET = new Set(["ENOENT", "EAGAIN"]);

/**
 * Classes 08 (connection) and 53 (out of disk, memory or connections) · 57P01–57P05 (shut down, starting, dropped,
 * idle) · 57014 (statement timeout) · 55P03 (lock timeout) · 25P03 (idle in transaction) · 40001 and 40P01, which
 * were already retried before this check.
 */
const STATES = /^(08...|53...|57P0[1-5]|57014|55P03|25P03|40001|40P01)$/;

/** Driver errors that have no code. */
const DRIVER =
  /timeout exceeded when trying to connect|Connection terminated|is not queryable|has been discarded|Cannot use a pool after calling end|driver has already been destroyed/;

/** Whether the database was unreachable or too busy to answer, so that the same request may succeed later. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const state = sqlState(error);
  if (state !== undefined && SOCKET.has(state)) {
    return (error as NodeJS.ErrnoException).syscall === "connect";
  }
  if (state !== undefined) return NETWORK.has(state) || STATES.test(state);
  return DRIVER.test(error.message);
}

/** A session that was ended, or a connection that broke, while a statement was under way. */
const LOST = /^(57P01|57P02|08003|08006|ECONNRESET|EPIPE)$/;

/** Whether a connection was lost in mid-statement, so that nobody knows whether the statement took effect. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return LOST.test(sqlState(error) ?? "") || error.message.startsWith("Connection terminated");
}

/** Statement and lock time-outs, deadlocks: the database works, and another statement may succeed. */
const OF_ONE_STATEMENT = new Set(["57014", "55P03", "40001", "40P01"]);

/** Whether the database cannot be reached or cannot work, so that nobody's statement would succeed now. */
export function isAway(error: unknown): boolean {
  return isConnectionError(error) && !OF_ONE_STATEMENT.has(sqlState(error) ?? "");
}

/** Whether a statement waited for a lock for longer than it may. */
export function isLockTimeout(error: unknown): boolean {
  return sqlState(error) === "55P03";
}
