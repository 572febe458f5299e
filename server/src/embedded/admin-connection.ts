import { readFile } from "node:fs/promises";
import pg from "pg";

/** Returns the connection string of the cluster's superuser over 127.0.0.1. */
export async function adminUrl(passwordFile: string, port: number): Promise<string> {
  const password = (await readFile(passwordFile, "utf8")).trim();
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/**
 * Returns why no server answers a query there, undefined if one does. A wrong password means the server is not ours.
 */
export async function findRefusal(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end().catch(() => undefined);
  }
}
