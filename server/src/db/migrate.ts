import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { applyFunctions, readFiles } from "./apply-functions.ts";

const FOLDER = fileURLToPath(new URL("../../migrations/", import.meta.url));
const FUNCTIONS = fileURLToPath(new URL("../../sql/", import.meta.url));
/** Any number that every version of the program shares. */
const LOCK_KEY = 7_216_830_114;
const OLDEST_SERVER = 150_000;

type Migration = { name: string; sql: string; checksum: string; before: readonly string[] };

/** A migration whose functions moved to `sql/` counts as unchanged: its tables are the same. */
const BEFORE = /^-- Applied before as: ([0-9a-f]{64})$/gm;

/**
 * Brings the database to this program's schema: numbered migrations in order, each in its own transaction, then the
 * changed functions, triggers and policies of `sql/`. Any number of processes may call it at once; one migrates, the
 * others wait and find nothing left to do.
 *
 * @param adminUrl the owner of the schema, not the role the server works as
 * @param folder the migrations; the program's own by default, another one in tests
 * @param functions the repeatable files; the program's own, or none where a test has its own migrations
 * @returns names of the migrations applied now
 * @throws Error when an applied file was changed, when the database has a migration that this program lacks (it is
 *   newer), when the server is older than PostgreSQL 15, or when a file fails (it is then not applied at all)
 */
export async function migrate(
  adminUrl: string,
  log: (message: string) => void,
  folder: string = FOLDER,
  functions: string | undefined = folder === FOLDER ? FUNCTIONS : undefined,
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({
    connectionString: adminUrl,
    application_name: "holdfast migrate",
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await assertVersion(client);
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    const applied = await readApplied(client);
    assertSame(migrations, applied);
    const missing = migrations.filter((one) => !applied.has(one.name));
    for (const one of missing) await apply(client, one, log);
    if (functions) await applyFunctions(client, functions, log);
    return missing.map((one) => one.name);
  } finally {
    // Ends the session, which releases the lock.
    await client.end();
  }
}

/**
 * Checks the schema without writing, for a server that does not have the owner's credentials.
 *
 * @param url the server's login
 * @throws Error when the schema is older or newer than this program's
 */
export async function assertMigrated(url: string): Promise<void> {
  const [migrations, files] = await Promise.all([readMigrations(FOLDER), readFiles(FUNCTIONS)]);
  const client = new pg.Client({ connectionString: url, application_name: "holdfast" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await assertVersion(client);
    const { rows } = await client.query<{ name: string; checksum: string }>(
      "select name, checksum from schema_state()",
    );
    const state = new Map(rows.map((row) => [row.name, row.checksum]));
    const applied = new Map([...state].filter(([name]) => !name.includes("/")));
    assertSame(migrations, applied);
    const missing = [...migrations, ...files].filter((one) => !state.has(one.name));
    const other = files.filter((one) => state.get(one.name) !== one.checksum);
    if (missing.length + other.length === 0) return;
  } catch (error) {
    if ((error as { code?: string }).code !== "42883") throw error;
  } finally {
    await client.end();
  }
  throw new Error(
    "The schema does not match this program yet: run `holdfast migrate` with DATABASE_OWNER_URL first.",
  );
}

/** Returns the names of this program's migrations. */
export async function knownMigrations(): Promise<string[]> {
  return (await readMigrations(FOLDER)).map(({ name }) => name);
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).toSorted();
  const numbers = new Set<string>();
  for (const name of names) {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
    if (!number) throw new Error(`migration ${name}: name it 0001_what_it_does.sql`);
    if (numbers.has(number)) throw new Error(`migration ${name}: number ${number} is taken`);
    numbers.add(number);
  }
  return Promise.all(
    names.map(async (name) => {
      // A checkout with converted line endings is still the same migration.
      const sql = (await readFile(`${folder}/${name}`, "utf8")).replaceAll("\r\n", "\n");
      const before = [...sql.matchAll(BEFORE)].map(([, checksum]) => checksum!);
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex"), before };
    }),
  );
}

async function assertVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; name: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as name",
  );
  const version = rows[0];
  if (version && version.number >= OLDEST_SERVER) return;
  throw new Error(`PostgreSQL ${version?.name} is too old: Holdfast needs 15 or later.`);
}

async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  await client.query(
    `create table if not exists migrations (
       name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
  );
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "select name, checksum from migrations",
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function assertSame(migrations: Migration[], applied: Map<string, string>): void {
  const known = new Map(migrations.map((one) => [one.name, [one.checksum, ...one.before]]));
  for (const [name, checksum] of applied) {
    const checksums = known.get(name);
    if (!checksums) {
      throw new Error(
        `The database has ${name}, which this program does not know: it was migrated by a newer version. Start that one.`,
      );
    }
    if (!checksums.includes(checksum)) {
      throw new Error(
        `Migration ${name} was changed after it was applied. Put it back as it was and write a new migration.`,
      );
    }
  }
  const last = [...applied.keys()].toSorted().at(-1) ?? "";
  const late = migrations.find((one) => !applied.has(one.name) && one.name < last);
  if (late)
    throw new Error(
      `Migration ${late.name} comes before ${last}, which is applied: give it a later number.`,
    );
}

async function apply(
  client: pg.Client,
  { name, sql, checksum }: Migration,
  log: (message: string) => void,
) {
  const startedAt = performance.now();
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query("insert into migrations (name, checksum) values ($1, $2)", [name, checksum]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw new Error(`Migration ${name} failed: ${explain(error, sql)}`, { cause: error });
  }
  log(`migrated ${name} (${Math.round(performance.now() - startedAt)} ms)`);
}

function explain(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError)) return String(error);
  const position = Number(error.position);
  const line = position ? ` at line ${sql.slice(0, position).split("\n").length}` : "";
  const where = error.where ? ` (${error.where.split("\n")[0]})` : "";
  return `${error.message}${line}${where}${error.hint ? ` — ${error.hint}` : ""}`;
}
