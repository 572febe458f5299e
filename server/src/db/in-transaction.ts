import { sql } from "kysely";
import { setTimeout as sleep } from "node:timers/promises";
import type { Db, Tx } from "./connection.ts";
import type { Context } from "./context.ts";
import { sqlState } from "./sql-error.ts";
import { isStalePlan } from "./stale-plan.ts";

const RETRIES = 3;
/** Serialization failure and deadlock: PostgreSQL rolled everything back, and a retry may succeed. */
const UNDONE = new Set(["40001", "40P01"]);

/** Registers work to run once after the commit; it is dropped on a rollback. */
export type AfterCommit = (effect: () => void) => void;

export function isUndone(error: unknown): boolean {
  return UNDONE.has(sqlState(error) ?? "") || isStalePlan(error);
}

/**
 * Runs a command in one transaction with its context set; commits when `work` resolves, else rolls back and throws
 * its error. `work` may run up to four times, so it must only talk to the database. Anything to be done once after
 * the commit (counting, logging) goes to `after`.
 */
export async function inTransaction<T>(
  db: Db,
  context: Context,
  work: (tx: Tx, after: AfterCommit) => Promise<T>,
): Promise<T> {
  return again(async () => {
    const effects: (() => void)[] = [];
    const done = await once(db, "read write", context, (tx) =>
      work(tx, (effect) => void effects.push(effect)),
    );
    for (const effect of effects) effect();
    return done;
  });
}

async function again<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === RETRIES || !isUndone(error)) throw error;
      // Jitter, or the same two would collide again.
      await sleep(Math.random() * 10 * 2 ** tries);
    }
  }
}

/** Runs the reads of one request under one context, in a transaction where the database refuses writes. */
export async function inRead<T>(
  db: Db,
  context: Context,
  read: (tx: Tx) => Promise<T>,
): Promise<T> {
  return again(() => once(db, "read only", context, read));
}

/** As inRead, but every read sees the same snapshot of the database: for figures that must agree with each other. */
export async function inSnapshot<T>(
  db: Db,
  context: Context,
  read: (tx: Tx) => Promise<T>,
): Promise<T> {
  return again(() => once(db, "read only", context, read, "repeatable read"));
}

async function once<T>(
  db: Db,
  accessMode: "read only" | "read write",
  context: Context,
  work: (tx: Tx) => Promise<T>,
  isolation?: "repeatable read",
): Promise<T> {
  let cause: { error: unknown } | undefined;
  const usual = db.transaction().setAccessMode(accessMode);
  const transaction = isolation ? usual.setIsolationLevel(isolation) : usual;
  try {
    return await transaction.execute(async (tx) => {
      try {
        await sql`select enter(${JSON.stringify(context)}::jsonb)`.execute(tx);
        return await work(tx);
      } catch (error) {
        cause = { error };
        throw error;
      }
    });
  } catch (error) {
    // A dead connection fails its rollback too, and that error would hide the original one.
    throw cause ? cause.error : error;
  }
}
