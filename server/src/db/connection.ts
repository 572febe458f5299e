import { Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";
import {
  CONNECT_TIMEOUT_MS,
  IDLE_TRANSACTION_TIMEOUT_MS,
  LOCK_TIMEOUT_MS,
  STATEMENT_TIMEOUT_MS,
} from "../base/limits.ts";
import { columnTypes } from "./column-types.ts";
import { prepareStatements } from "./prepare-statements.ts";
import type { Database } from "./types.generated.ts";

/** A pool of connections, for reads. Commands take a `Tx`, which this is not. */
export type Db = Kysely<Database>;
/** One open transaction with its context set by `enter()`. */
export type Tx = Transaction<Database>;

export type Connection = { db: Db; end: () => Promise<void> };

/**
 * Opens a pool whose connections work as `holdfast_app`, the role that owns nothing. Connects on first use, and
 * reconnects by itself when the database comes back.
 */
export function connect(options: {
  url: string;
  poolSize?: number;
  applicationName?: string;
  /** The role to work as; `null` keeps that of the URL, for migrations and checks. */
  role?: string | null;
  /** How long a statement waits for a free connection. */
  connectTimeoutMs?: number;
  /** How long a statement waits for a lock. */
  lockTimeoutMs?: number;
  /** The database refuses to work when this process's clock is off by more; absent where a test has its own clock. */
  clockToleranceSeconds?: number;
  log?: (error: Error) => void;
}): Connection {
  const pool = new pg.Pool({
    ...clientOptions(options.url, {
      ...(options.role !== null && { role: options.role ?? "holdfast_app" }),
      lock_timeout: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
      ...(options.clockToleranceSeconds && {
        "app.clock_tolerance": options.clockToleranceSeconds,
      }),
    }),
    application_name: options.applicationName ?? "holdfast",
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: columnTypes,
  });
  // Without these listeners a broken connection would end the process: the pool listens only to idle ones, and a
  // connection in use may break between two statements. Its next statement fails, and the pool replaces it.
  pool.on("error", (error) => options.log?.(error));
  pool.on("connect", (client) => {
    client.on("error", (error) => options.log?.(error));
    prepareStatements(client);
  });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, end: () => db.destroy() };
}

function clientOptions(url: string, own: Record<string, string | number>): pg.ClientConfig {
  const parsed = new URL(url);
  const theirs = parsed.searchParams.get("options") ?? "";
  parsed.searchParams.delete("options");
  const settings = {
    ...own,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    timezone: "UTC",
    datestyle: "ISO",
  };
  const ours = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  return { connectionString: parsed.href, options: [theirs, ...ours].join(" ").trim() };
}
