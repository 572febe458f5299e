import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const PATIENCE_MS = 15_000;

/**
 * Makes sure of the order in which several come to what only one can have: nobody may write `tables` until each has
 * come as far as it can, one after another, and stands waiting. Then all go on, the first one first.
 */
export async function inLine<T>(
  { url }: { url: string },
  tables: readonly string[],
  contenders: readonly (() => Promise<T>)[],
): Promise<PromiseSettledResult<T>[]> {
  const keeper = new pg.Client({ connectionString: url, application_name: "gate keeper" });
  await keeper.connect();
  try {
    await keeper.query("begin");
    await keeper.query(`lock table ${tables.join(", ")} in exclusive mode`);
    const running: Promise<T>[] = [];
    for (const start of contenders) {
      const one = start();
      one.catch(() => undefined);
      running.push(one);
      await untilWaiting(keeper, running.length);
    }
    await keeper.query("commit");
    return await Promise.allSettled(running);
  } finally {
    await keeper.end();
  }
}

/** Until so many sessions wait for a lock. */
export async function untilWaiting(keeper: pg.Client, sessions: number): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    // Within a transaction the list of sessions is a snapshot unless it is thrown away.
    await keeper.query("select pg_stat_clear_snapshot()");
    const { rows } = await keeper.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows[0]!.waiting >= sessions) return;
    if (performance.now() > deadline) throw new Error(`only ${rows[0]!.waiting} came`);
    await sleep(2);
  }
}
