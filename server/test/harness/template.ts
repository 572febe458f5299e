import pg from "pg";
import { migrate } from "../../src/db/migrate.ts";
import { admitServer, serverUrlOf } from "../../src/db/server-login.ts";

export const TEMPLATE = "holdfast_template";

/** Returns the URL of another database on the same server. */
export function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs statements as the superuser in order, each outside a transaction, which create database needs. */
export async function asAdmin(adminUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: "test harness" });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Migrates the database that every test file clones, and closes it, because a template in use cannot be copied. */
export async function makeTemplate(adminUrl: string): Promise<void> {
  await asAdmin(adminUrl, `create database ${TEMPLATE}`);
  const url = urlOf(adminUrl, TEMPLATE);
  await migrate(url, () => undefined);
  await admitServer(url, serverUrlOf(url));
  await asAdmin(adminUrl, `alter database ${TEMPLATE} is_template true allow_connections false`);
}
