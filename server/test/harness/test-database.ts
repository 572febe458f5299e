import pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, inject } from "vitest";
import { connect, type Connection, type Db } from "../../src/db/connection.ts";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { asAdmin, TEMPLATE, urlOf } from "./template.ts";

export type TestDatabase = {
  /** The owner's connection string, as in `DATABASE_OWNER_URL`. */
  url: string;
  /** Connects as the server does: its own login with role holdfast_app, under row-level security. */
  db: Db;
  /** Connects as the owner, whom no policy restricts: for setup and assertions only. */
  owner: Db;
};

const GOODBYE_MS = 2_000;

/**
 * Creates a migrated database for this test file and drops it when the file ends. Call it at the top of the file or in
 * `beforeAll`. The file fails if it leaves a connection open.
 */
export async function createTestDatabase(
  options: { poolSize?: number; lockTimeoutMs?: number } = {},
): Promise<TestDatabase> {
  return clone(TEMPLATE, options);
}

/** Creates a database without a schema, for tests of migrations. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return clone("template0");
}

let made = 0;

async function clone(
  template: string,
  { poolSize = 10, lockTimeoutMs = 30_000 }: { poolSize?: number; lockTimeoutMs?: number } = {},
): Promise<TestDatabase> {
  const adminUrl = inject("adminUrl");
  made += 1;
  const name = `test_${process.pid}_${Date.now().toString(36)}_${made}`;
  await asAdmin(
    adminUrl,
    // Copying files takes half as long as the default, which writes every page to the log.
    `create database ${name} template ${template} strategy file_copy`,
    // A clone has its template's tables but not the privileges on the database itself.
    `revoke temporary on database ${name} from public`,
  );
  const url = urlOf(adminUrl, name);
  const app = connect({
    url: serverUrlOf(url),
    poolSize,
    // A race's gate opens only when all contenders have arrived, however busy the machine is.
    lockTimeoutMs,
    applicationName: "test",
  });
  const owner = connect({ url, poolSize: 2, role: null, applicationName: "test owner" });
  afterAll(async () => {
    await drop(adminUrl, name, [app, owner]);
  });
  return { url, db: app.db, owner: owner.db };
}

async function drop(adminUrl: string, name: string, connections: Connection[]): Promise<void> {
  await Promise.all(connections.map((one) => one.end()));
  const left = await connectionsLeft(adminUrl, name);
  await asAdmin(adminUrl, `drop database ${name} with (force)`);
  if (left.length > 0) {
    throw new Error(`connections to the test's database were left open: ${left.join(", ")}`);
  }
}

/** Returns connections that are still open; the server needs a moment to drop a closed one. */
async function connectionsLeft(adminUrl: string, name: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: "test harness" });
  await client.connect();
  try {
    const deadline = performance.now() + GOODBYE_MS;
    for (;;) {
      const { rows } = await client.query<{ who: string }>(
        "select application_name || ': ' || left(query, 80) as who from pg_stat_activity where datname = $1",
        [name],
      );
      if (rows.length === 0 || performance.now() > deadline) return rows.map((row) => row.who);
      await sleep(10);
    }
  } finally {
    await client.end();
  }
}
