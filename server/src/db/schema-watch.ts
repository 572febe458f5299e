import { sql } from "kysely";
import type { Db } from "./connection.ts";
import { knownMigrations } from "./migrate.ts";

/** The schema version this program works on; the database's oldest_program() returns the lowest it accepts. */
const SCHEMA_VERSION = 4;
const EVERY_MS = 15_000;

interface SchemaSeen {
  /** Migrations this program does not know: a newer program applied them. */
  newer: string[];
  /** Whether this program may still work on it. */
  fits: boolean;
}

/** Checks how the schema changed since this program started. */
async function lookAtSchema(db: Db, known: ReadonlySet<string>): Promise<SchemaSeen> {
  const { rows } = await sql<{ name: string; oldest: number }>`
    select name, oldest_program() as oldest from schema_state() where name not like '%/%'`.execute(
    db,
  );
  const newer = rows.map(({ name }) => name).filter((name) => !known.has(name));
  return { newer, fits: (rows[0]?.oldest ?? SCHEMA_VERSION) <= SCHEMA_VERSION };
}

export interface SchemaWatch {
  /** Resolves when this program may no longer work on the schema. */
  outdated: Promise<string>;
  stop(): void;
}

/**
 * Warns once when a newer program has migrated the database, and resolves `outdated` when this program is too old for
 * it.
 */
export function watchSchema(
  db: Db,
  warn: (line: string) => void,
  everyMs: number = EVERY_MS,
): SchemaWatch {
  const { promise: outdated, resolve } = Promise.withResolvers<string>();
  let isTold = false;
  // Read once: a running program's files do not change.
  const known = knownMigrations().then((names) => new Set(names));
  known.catch(() => undefined);
  const look = async () => {
    const { newer, fits } = await lookAtSchema(db, await known);
    if (newer.length > 0 && !isTold) {
      isTold = true;
      warn(
        `a newer Holdfast has migrated this database (${newer.join(", ")}): restart this one soon`,
      );
    }
    if (!fits) resolve("the schema needs a newer Holdfast than this one");
  };
  // /readyz reports an unreachable database.
  const timer = setInterval(() => void look().catch(() => undefined), everyMs).unref();
  return { outdated, stop: () => clearInterval(timer) };
}
