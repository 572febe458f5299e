import { loadConfig, type Config } from "../config.ts";
import { connect, type Db } from "../db/connection.ts";
import { openDatabase } from "./open-database.ts";
import { prepareDatabase } from "./prepare-database.ts";

/** What a command other than the server works with. */
export interface Workplace {
  config: Config;
  db: Db;
  /** The owner's connection string, where it is configured. */
  ownerUrl?: string;
}

/**
 * Opens the configured database (the embedded server that already runs on the folder, or else a new one), brings its
 * schema up to date, runs the work and closes everything again.
 */
export async function withDatabase<T>(
  applicationName: string,
  work: (place: Workplace) => Promise<T>,
  poolSize?: number,
): Promise<T> {
  const config = await loadConfig();
  const database = await openDatabase(config, console.error);
  try {
    await prepareDatabase(database, console.error);
    const connection = connect({
      url: database.url,
      applicationName,
      poolSize: poolSize ?? config.poolSize,
    });
    try {
      const { ownerUrl } = database;
      return await work({ config, db: connection.db, ...(ownerUrl && { ownerUrl }) });
    } finally {
      await connection.end();
    }
  } finally {
    await database.close();
  }
}
