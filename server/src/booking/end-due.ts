import { sql } from "kysely";
import type { Metrics } from "../base/metrics.ts";
import type { Db } from "../db/connection.ts";
import type { Context } from "../db/context.ts";

/** A batch is one transaction: small enough to hold its locks for milliseconds. */
const BATCH = 200;

/**
 * Writes down which holds ran out. Hygiene only: an expired hold blocks nobody even if this never runs.
 * Returns how many.
 */
export async function expireHolds(db: Db, context: Context, metrics: Metrics): Promise<number> {
  const expired = await inBatches(
    db,
    (batch) => sql`expire_due(${JSON.stringify(context)}::jsonb, ${batch})`,
  );
  metrics.count("holds", "expired", expired);
  return expired;
}

/** Writes down which amendments waited in vain. Hygiene, as for holds. Returns how many. */
export async function expireAmendments(db: Db, context: Context): Promise<number> {
  return inBatches(
    db,
    (batch) => sql`expire_due_amendments(${JSON.stringify(context)}::jsonb, ${batch})`,
  );
}

/** Completes what was confirmed and is over. Returns how many. */
export async function completeBookings(db: Db, context: Context): Promise<number> {
  return inBatches(db, (batch) => sql`complete_due(${JSON.stringify(context)}::jsonb, ${batch})`);
}

async function inBatches(db: Db, call: (batch: number) => ReturnType<typeof sql>): Promise<number> {
  let total = 0;
  for (;;) {
    const { rows } = await sql<{ done: number }>`select ${call(BATCH)} as done`.execute(db);
    const { done } = rows[0]!;
    total += done;
    if (done < BATCH) return total;
  }
}
