import { assertMigrated, migrate } from "../db/migrate.ts";
import { admitServer, assertWalledIn } from "../db/server-login.ts";
import type { OpenDatabase } from "./open-database.ts";

/**
 * Brings the schema up to date and grants the server's login access, with the owner's credentials if there are any;
 * otherwise another process has migrated. Nothing uses those credentials afterwards.
 *
 * @returns names of the migrations that were applied now
 * @throws Error when the schema is not this program's, or the server's login could bypass row-level security
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
