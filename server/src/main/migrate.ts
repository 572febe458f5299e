import { loadConfig } from "../config.ts";
import { migrate } from "../db/migrate.ts";
import { openDatabase } from "./open-database.ts";

/** `holdfast migrate`: forward only; safe beside a running server and a second migration. */
export async function runMigrate(): Promise<number> {
  const config = await loadConfig();
  const database = await openDatabase(config, console.log);
  try {
    const applied = await migrate(database.url, console.log);
    console.log(
      applied.length > 0 ? `${applied.length} migrations applied` : "the schema is up to date",
    );
    return 0;
  } finally {
    await database.close();
  }
}
