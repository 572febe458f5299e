import { loadConfig } from "../config.ts";
import { openDatabase } from "./open-database.ts";
import { prepareDatabase } from "./prepare-database.ts";

const OWNER_NEEDED =
  "DATABASE_OWNER_URL is missing: migrations need the owner of the schema, DATABASE_URL is the server's own login.";

/** `holdfast migrate`: forward only; safe beside a running server and a concurrent migration. */
export async function runMigrate(): Promise<number> {
  const config = await loadConfig();
  const database = await openDatabase(config, console.log);
  try {
    if (!database.ownerUrl) throw new Error(OWNER_NEEDED);
    const applied = await prepareDatabase(database, console.log);
    console.log(
      applied.length > 0 ? `${applied.length} migrations applied` : "the schema is up to date",
    );
    return 0;
  } finally {
    await database.close();
  }
}
