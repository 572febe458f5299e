import { access, constants, readFile } from "node:fs/promises";
import pg from "pg";
import type { PostmasterFile } from "./postmaster-file.ts";

/**
 * Returns the connection string of the cluster's superuser: over the server's Unix socket, which takes less processor
 * time than TCP, where it has one that this process may use, else over 127.0.0.1. The password is needed either way.
 */
export async function adminUrl(
  passwordFile: string,
  { port, socketFolder }: Pick<PostmasterFile, "port" | "socketFolder">,
): Promise<string> {
  const password = (await readFile(passwordFile, "utf8")).trim();
  const url = new URL(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`);
  if (socketFolder && (await mayUse(`${socketFolder}/.s.PGSQL.${port}`))) {
    url.searchParams.set("host", socketFolder);
  }
  return url.href;
}

/** Connecting to a socket needs the right to write to it. */
async function mayUse(socket: string): Promise<boolean> {
  return access(socket, constants.W_OK).then(
    () => true,
    () => false,
  );
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
