import { sql } from "kysely";
import pg from "pg";
import type { TestDatabase } from "../harness/test-database.ts";

/** Makes PostgreSQL detect deadlocks after 20 ms instead of a second, for sessions that start from now on. */
export async function lookForDeadlocksOften(owner: TestDatabase["owner"]): Promise<void> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(owner);
  await sql`alter database ${sql.ref(rows[0]!.name)} set deadlock_timeout = '20ms'`.execute(owner);
}

/** The number of deadlocks. A session reports its own when it ends, so the racing sessions must have ended. */
export async function deadlocksIn({ url }: Pick<TestDatabase, "url">): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ deadlocks: number }>(
      "select deadlocks::int from pg_stat_database where datname = current_database()",
    );
    return rows[0]!.deadlocks;
  } finally {
    await client.end();
  }
}
