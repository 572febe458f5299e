import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { openTemporary } from "../src/embedded/open-temporary.ts";
import { migrate } from "../src/db/migrate.ts";

/** Returns the absolute path of a file of the server workspace. */
export function serverPath(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** Starts a throwaway PostgreSQL, migrates it and reads from it. */
export async function onFreshSchema<T>(read: (client: pg.Client) => Promise<T>): Promise<T> {
  const cluster = await openTemporary({ log: () => undefined, durability: "off" });
  try {
    await migrate(cluster.adminUrl, () => undefined);
    const client = new pg.Client({ connectionString: cluster.adminUrl });
    await client.connect();
    try {
      return await read(client);
    } finally {
      await client.end();
    }
  } finally {
    await cluster.stop();
  }
}

/** Runs a generating script: makes the text from a fresh schema and writes it. */
export async function writeIfRunDirectly(
  runDirectly: boolean,
  path: string,
  generate: (client: pg.Client) => Promise<string>,
): Promise<void> {
  if (!runDirectly) return;
  await writeFile(serverPath(path), await onFreshSchema(generate));
  process.stdout.write(`wrote ${path}\n`);
}
