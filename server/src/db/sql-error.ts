/** What PostgreSQL, or the driver, reports about a failed statement. */
export type SqlError = Error & {
  /** SQLSTATE, or the network's code (ECONNREFUSED). */
  code?: string;
  detail?: string;
  constraint?: string;
  table?: string;
  /** The functions the error occurred in, innermost first. */
  where?: string;
};

/** The SQLSTATE (or network code) of an error; undefined when it has none. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as SqlError;
  return typeof code === "string" ? code : undefined;
}

/** What an engine function reports about its refusal, as JSON in the error's detail; `{}` if nothing. */
export function sqlDetail(error: unknown): Record<string, unknown> {
  const { detail } = error as SqlError;
  if (typeof detail !== "string" || !detail.startsWith("{")) return {};
  try {
    return JSON.parse(detail) as Record<string, unknown>;
  } catch {
    return {};
  }
}
