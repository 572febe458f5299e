/** A statement was prepared before a migration changed what it returns. */
const RESULT_CHANGED = "0A000";
/** A function of this session still knows a column that is gone. */
const COLUMN_GONE = /has been dropped|cached plan must not change result type/i;

/** Whether an error only means that this connection's plan predates a schema change; a retry succeeds. */
export function isStalePlan(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code === undefined || message === undefined) return false;
  return code === RESULT_CHANGED || COLUMN_GONE.test(message);
}
