import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const PATIENCE_MS = 15_000;

/** What nobody may write meanwhile: these tables, or this booking; or an advisory lock, its key in SQL. */
type Closed = readonly string[] | { bookingId: string } | { lock: string };

/**
 * Makes sure of the order in which several come to what only one can have: nobody may write what is closed until each
 * has come as far as it can, one after another, and stands waiting. Then all go on. Before a booking or an advisory lock
 * they stand in line for it; before a table they do not, and who comes first must follow from what they hold by then.
 */
export async function inLine<T>(
  { url }: { url: string },
  closed: Closed,
  contenders: readonly (() => Promise<T>)[],
): Promise<PromiseSettledResult<T>[]> {
  const keeper = new pg.Client({ connectionString: url, application_name: "gate keeper" });
  await keeper.connect();
  try {
    await keeper.query("begin");
    await close(keeper, closed);
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

/** What they came to, where none of them failed. */
export function values<T>(ends: readonly PromiseSettledResult<T>[]): T[] {
  return ends.map((end) => {
    if (end.status === "rejected") throw end.reason;
    return end.value;
  });
}

async function close(keeper: pg.Client, closed: Closed): Promise<void> {
  if ("lock" in closed) {
    await keeper.query(`select pg_advisory_xact_lock(${closed.lock})`);
  } else if ("bookingId" in closed) {
    await keeper.query("select from bookings where id = $1 for update", [closed.bookingId]);
  } else {
    await keeper.query(`lock table ${closed.join(", ")} in exclusive mode`);
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
