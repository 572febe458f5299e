import { sql } from "kysely";
import type { TestDatabase } from "../harness/test-database.ts";
import { without } from "../races/arena.ts";

/** Turns off the program's lock on payouts: the server's sessions find this function before PostgreSQL's own. */
export async function lockNobodyOutOfPayouts(database: TestDatabase): Promise<void> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
    database.owner,
  );
  await without(
    database,
    "create function pg_advisory_xact_lock(bigint) returns void language sql as 'select'",
    `alter database ${rows[0]!.name} set search_path = public, pg_catalog`,
  );
}

/** Drops the database's own check at commit. */
export async function allowAnyPayout(database: TestDatabase): Promise<void> {
  await without(database, "drop trigger payout_within_owed on ledger_transactions");
}
