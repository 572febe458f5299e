import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const PATIENCE_MS = 15_000;

/** What is locked meanwhile: tables, one booking, or an advisory lock with its key in SQL. */
type Closed = readonly string[] | { bookingId: string } | { lock: string };

/**
 * Fixes the order of contenders: starts them one after another, each when the one before waits for what is closed, and
 * then opens it. At a booking or an advisory lock they proceed in that order; at a table they do not, and the order must
 * follow from the locks they already hold.
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

/** Returns the results. @throws the first failure */
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

/** Waits until so many sessions wait for a lock. */
export async function untilWaiting(keeper: pg.Client, sessions: number): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    // Within a transaction the list of sessions is a snapshot until it is cleared.
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
