import { assertMigrated, migrate } from "../db/migrate.ts";
import { admitServer, assertWalledIn } from "../db/server-login.ts";
import type { OpenDatabase } from "./open-database.ts";

/**
 * Brings the schema up and lets the server's login in, with the owner's credentials where there are any; without, somebody
 * else has migrated. Then nothing here uses them any more.
 *
 * @returns names of the migrations that were applied now
 * @throws Error when the schema is not this program's, or when the server's login could step over its walls
 */
export async function prepareDatabase(
  { url, ownerUrl }: Pick<OpenDatabase, "url" | "ownerUrl">,
  log: (message: string) => void,
): Promise<string[]> {
  let applied: string[] = [];
  if (ownerUrl) {
    applied = await migrate(ownerUrl, log);
    await admitServer(ownerUrl, url);
  } else {
    await assertMigrated(url);
  }
  await assertWalledIn(url);
  return applied;
}
