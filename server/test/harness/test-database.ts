import pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, inject } from "vitest";
import { connect, type Connection, type Db } from "../../src/db/connection.ts";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { asAdmin, TEMPLATE, urlOf } from "./template.ts";

export type TestDatabase = {
  /** The owner's connection string: what `DATABASE_OWNER_URL` would say. */
  url: string;
  /** As the server works: its own login as role holdfast_app, under row-level security. */
  db: Db;
  /** As the owner, past every policy: to arrange and to look, never to act. */
  owner: Db;
};

const GOODBYE_MS = 2_000;

/**
 * A migrated database of this test file's own, dropped when the file is done. Call it at the top of the file or in
 * `beforeAll`. The file fails if it leaves a connection behind.
 */
export async function createTestDatabase(
  options: { poolSize?: number; lockTimeoutMs?: number } = {},
): Promise<TestDatabase> {
  return clone(TEMPLATE, options);
}

/** The same without any schema, for tests of migrations. */
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
    // Copies the files in half the time that writing every page to the log takes, which is the default.
    `create database ${name} template ${template} strategy file_copy`,
    // A clone has the tables of its template and not its privileges.
    `revoke temporary on database ${name} from public`,
  );
  const url = urlOf(adminUrl, name);
  const app = connect({
    url: serverUrlOf(url),
    poolSize,
    // A gate that a race stands before is opened when all of them have come, on however busy a machine.
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

/** A closed connection takes the server a moment to forget; one that stays was never closed. */
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
