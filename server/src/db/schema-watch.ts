import { sql } from "kysely";
import type { Db } from "./connection.ts";
import { knownMigrations } from "./migrate.ts";

/** What this program works on; the database says in oldest_program() what it asks for at least. */
const SCHEMA_VERSION = 2;
const EVERY_MS = 15_000;

interface SchemaSeen {
  /** Migrations that this program does not know: a newer one has been there. */
  newer: string[];
  /** Whether this program may still work on it. */
  fits: boolean;
}

/** What has become of the schema since this program was started. */
async function lookAtSchema(db: Db, known: ReadonlySet<string>): Promise<SchemaSeen> {
  const { rows } = await sql<{ name: string; oldest: number }>`
    select name, oldest_program() as oldest from schema_state() where name not like '%/%'`.execute(
    db,
  );
  const newer = rows.map(({ name }) => name).filter((name) => !known.has(name));
  return { newer, fits: (rows[0]?.oldest ?? SCHEMA_VERSION) <= SCHEMA_VERSION };
}

export interface SchemaWatch {
  /** Resolves when this program may not work on the schema any more. */
  outdated: Promise<string>;
  stop(): void;
}

/** Says once that a newer program has migrated the database, and ends this one's work when it has become too old for it. */
export function watchSchema(
  db: Db,
  warn: (line: string) => void,
  everyMs: number = EVERY_MS,
): SchemaWatch {
  const { promise: outdated, resolve } = Promise.withResolvers<string>();
  let isTold = false;
  // Files of a program that runs: read once.
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
  // A database that is away is told of by /readyz.
  const timer = setInterval(() => void look().catch(() => undefined), everyMs).unref();
  return { outdated, stop: () => clearInterval(timer) };
}
