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
  if (stateOf(error) !== "HF001") return undefined;
  return JSON.parse((error as { detail?: string }).detail ?? "{}") as Taken;
}

/** Another copy of the same request committed while this one ran; its answer is stored. */
export function isAnswered(error: unknown): boolean {
  return stateOf(error) === "HF009";
}

const RETRYABLE = new Set(["40P01", "40001", "23505"]);

/** Deadlock, serialization failure, or a reference that was drawn twice: the same again may succeed. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(stateOf(error) ?? "");
}

function stateOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
