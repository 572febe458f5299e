import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const PATIENCE_MS = 20_000;

/**
 * Makes a race as tight as possible: blocks writes to orders and bookings until `contenders` database sessions wait to
 * write, all of them after they checked what is free. Then it lets all of them go at once.
 *
 * @param url the owner's connection string
 * @param tables tables that are locked; reading stays possible
 * @param bookingId instead of tables: only this booking's row is locked
 * @param meanwhile runs while the contenders wait, before any of them writes
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

/** Resolves when all contenders wait, or when all are answered: then none will come, and the answers say why. */
async function untilWaiting(
  keeper: pg.Client,
  contenders: number,
  areAllDone: () => boolean,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    // Within a transaction the list of sessions is a snapshot until it is cleared.
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
