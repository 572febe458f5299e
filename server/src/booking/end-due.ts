import { sql } from "kysely";
import type { Metrics } from "../base/metrics.ts";
import type { Db } from "../db/connection.ts";
import type { Context } from "../db/context.ts";

/** A batch is one transaction: small enough to hold its locks for milliseconds. */
const BATCH = 200;

/**
 * Expires holds that ran out and bookings that were not accepted in time, so that their money is refunded. Neither
 * blocks anybody, even if this never runs. Returns how many.
 */
export async function expireHolds(
  db: Db,
  context: Context,
  metrics: Metrics,
  stopping?: AbortSignal,
): Promise<number> {
  let unanswered = 0;
  const ended = await inBatches(async (batch) => {
    const { rows } = await sql<{ due: { ended: number; unanswered: number } }>`
      select expire_due(${JSON.stringify(context)}::jsonb, ${batch}) as due`.execute(db);
    unanswered += rows[0]!.due.unanswered;
    return rows[0]!.due.ended;
  }, stopping);
  metrics.count("holds", "expired", ended - unanswered);
  return ended;
}

/** Expires amendments that were not completed in time. Hygiene, as for holds. Returns how many. */
export async function expireAmendments(
  db: Db,
  context: Context,
  stopping?: AbortSignal,
): Promise<number> {
  return inBatches(async (batch) => {
    const { rows } = await sql<{ done: number }>`
      select expire_due_amendments(${JSON.stringify(context)}::jsonb, ${batch}) as done`.execute(
      db,
    );
    return rows[0]!.done;
  }, stopping);
}

/** Completes confirmed bookings that ended longer ago than their business's grace. Returns how many. */
export async function completeBookings(
  db: Db,
  context: Context,
  stopping?: AbortSignal,
): Promise<number> {
  return inBatches(async (batch) => {
    const { rows } = await sql<{ done: number }>`
      select complete_due(${JSON.stringify(context)}::jsonb, ${batch}) as done`.execute(db);
    return rows[0]!.done;
  }, stopping);
}

/** Runs until less than a batch is left, or the worker stops. */
async function inBatches(
  run: (batch: number) => Promise<number>,
  stopping?: AbortSignal,
): Promise<number> {
  let total = 0;
  for (;;) {
    const done = await run(BATCH);
    total += done;
    if (done < BATCH || stopping?.aborted) return total;
  }
}
