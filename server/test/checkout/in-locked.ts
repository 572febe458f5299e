import pg from "pg";
import { untilWaiting } from "../money-races/in-line.ts";

/**
 * Holds an advisory lock until each of the contenders, one after another, stands waiting for it; then they go on, the
 * first one first.
 *
 * @param lock the lock's key, in SQL
 */
export async function inLocked<T>(
  { url }: { url: string },
  lock: string,
  contenders: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const keeper = new pg.Client({ connectionString: url, application_name: "gate keeper" });
  await keeper.connect();
  try {
    await keeper.query("begin");
    await keeper.query(`select pg_advisory_xact_lock(${lock})`);
    const running: Promise<T>[] = [];
    for (const start of contenders) {
      const one = start();
      one.catch(() => undefined);
      running.push(one);
      await untilWaiting(keeper, running.length);
    }
    await keeper.query("commit");
    return await Promise.all(running);
  } finally {
    await keeper.end();
  }
}
