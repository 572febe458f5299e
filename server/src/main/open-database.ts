import pg from "pg";
import type { Config } from "../config.ts";
import { openEmbedded } from "../embedded/open-embedded.ts";
import { serverUrlOf } from "../db/server-login.ts";

/** An open database, and how to close it. */
export interface OpenDatabase {
  /** The connection string of the server's login, which owns nothing. */
  url: string;
  /** The owner's connection string, for migrations alone; absent where another process migrates. */
  ownerUrl?: string;
  /** Set when another process keeps the embedded server running. */
  isShared?: boolean;
  /** Where the data is, for people to read. */
  where: string;
  /** Stops the embedded server if this process started it. */
  close(): Promise<void>;
}

const NAME = "holdfast";

/**
 * Opens the configured PostgreSQL, or the embedded one of the data folder: attaches when it already runs, otherwise
 * starts it for as long as this process lives.
 */
export async function openDatabase(
  config: Pick<Config, "databaseUrl" | "databaseOwnerUrl" | "dataFolder">,
  log: (message: string) => void,
): Promise<OpenDatabase> {
  if (config.databaseUrl) {
    const url = new URL(config.databaseUrl);
    return {
      url: config.databaseUrl,
      ...(config.databaseOwnerUrl && { ownerUrl: config.databaseOwnerUrl }),
      where: `${url.host}${url.pathname}`,
      close: async () => {},
    };
  }
  const embedded = await openEmbedded({ dataFolder: config.dataFolder, log });
  try {
    const url = new URL(embedded.adminUrl);
    await createIfMissing(url.href);
    url.pathname = `/${NAME}`;
    return {
      url: serverUrlOf(url.href),
      ownerUrl: url.href,
      isShared: !embedded.started,
      where: embedded.where,
      close: () => embedded.stop(),
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

async function createIfMissing(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [NAME]);
    if (rowCount === 0) await client.query(`create database ${NAME}`).catch(ignoreExisting);
  } finally {
    await client.end();
  }
}

/** Two processes may find it missing at the same moment. */
function ignoreExisting(error: Error & { code?: string }): void {
  if (error.code !== "42P04" && error.code !== "23505") throw error;
}
