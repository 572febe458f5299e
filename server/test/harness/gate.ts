import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const PATIENCE_MS = 20_000;

/**
 * Makes a race as tight as it can be: nobody may write orders or bookings until `contenders` database sessions stand
 * waiting to, all of them past their look at what is free. Then the gate opens for all at once.
 *
 * @param url the owner's connection string
 * @param tables what is closed; reading stays possible
 * @param bookingId instead of tables: only this booking's row is closed
 * @param meanwhile what is done before the contenders who stand waiting
 */
export async function throughGate<T>(
  gate: {
    url: string;
    contenders: number;
    tables?: readonly string[];
    bookingId?: string;
    meanwhile?: () => Promise<unknown>;
  },
  start: () => Promise<T>,
): Promise<T> {
  const { url, contenders, tables = ["orders", "bookings"], bookingId, meanwhile } = gate;
  const keeper = new pg.Client({ connectionString: url, application_name: "gate keeper" });
  await keeper.connect();
  try {
    await keeper.query("begin");
    if (bookingId === undefined) {
      await keeper.query(`lock table ${tables.join(", ")} in exclusive mode`);
    } else {
      await keeper.query("select from bookings where id = $1 for update", [bookingId]);
    }
    const running = start();
    let areAllDone = false;
    const over = running.catch(() => undefined).then(() => void (areAllDone = true));
    await untilWaiting(keeper, contenders, () => areAllDone);
    await meanwhile?.();
    await keeper.query("commit");
    await over;
    return await running;
  } finally {
    await keeper.end();
  }
}

/** Or until all have their answer: then nobody will come, and the answers say why. */
async function untilWaiting(
  keeper: pg.Client,
  contenders: number,
  areAllDone: () => boolean,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    // Within a transaction the list of sessions is a snapshot unless it is thrown away.
    await keeper.query("select pg_stat_clear_snapshot()");
    const { rows } = await keeper.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    const { waiting } = rows[0]!;
    if (waiting >= contenders || areAllDone()) return;
    if (performance.now() > deadline) throw new Error(`only ${waiting} came to the gate`);
    await sleep(2);
  }
}
