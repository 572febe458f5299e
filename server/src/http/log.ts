import { pino, type DestinationStream, type Logger } from "pino";

/** Fields removed from the log, at the top level or one below. */
const SECRETS = ["authorization", "cookie", "code", "token", "secret", "phone", "password"];

/**
 * Makes the program's log: one JSON object per line on standard output.
 *
 * @param to another destination, for tests
 */
export function openLog(level: string, to?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: "[hidden]" },
    serializers: { err: plainError },
  };
  return to ? pino(options, to) : pino(options);
}

/**
 * Picks what the log needs of an error. PostgreSQL's `detail` and `where` are left out: they quote rows, and with
 * them phone numbers.
 */
function plainError(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const { code, constraint, table } = thrown as {
    code?: string;
    constraint?: string;
    table?: string;
  };
  const cause = thrown.cause === undefined ? undefined : plainError(thrown.cause);
  return {
    name: thrown.name,
    message: thrown.message,
    errorCode: code,
    constraint,
    table,
    stack: thrown.stack,
    cause,
  };
}
