import { sql } from "kysely";
import type { Logger } from "pino";
import { instantText, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";

/**
 * A task that runs periodically, on one worker however many there are. A run cut short by a crash is repeated, so
 * running it halfway or twice must be harmless.
 */
export type TimedTask = {
  /** Must not change: it is the key of the row that keeps other workers from it. */
  name: string;
  everySeconds: number;
  /** @param stopping aborted when the worker stops: a long run ends early, the next one does the rest */
  run: (stopping?: AbortSignal) => Promise<unknown>;
};

/** A run that has not ended after this is assumed to have died with its worker. */
const STUCK_SECONDS = 120;

type TaskParts = { db: Db; clock: Clock; log: Logger };

/**
 * Runs a task if it is due and no other worker has it. Its error is logged and stored in `task_runs`, not thrown.
 *
 * @returns whether it ran here
 */
export async function runIfDue(
  task: TimedTask,
  parts: TaskParts,
  stopping?: AbortSignal,
): Promise<boolean> {
  if (!(await claimTask(task, parts))) return false;
  let failure: string | null = null;
  try {
    await task.run(stopping);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
    parts.log.error({ err: error, task: task.name }, "a timed task failed");
  }
  await inTransaction(parts.db, contextOf(task, parts.clock), (tx) =>
    sql`update task_runs set last_finished_at = app_now(), last_error = ${failure}
      where task = ${task.name}`.execute(tx),
  );
  return true;
}

async function claimTask(task: TimedTask, { db, clock }: TaskParts): Promise<boolean> {
  const { name, everySeconds } = task;
  const stuckSeconds = Math.max(everySeconds, STUCK_SECONDS);
  const { rows } = await inTransaction(db, contextOf(task, clock), (tx) =>
    sql`insert into task_runs as t (task, last_started_at) values (${name}, app_now())
      on conflict (task) do update set last_started_at = excluded.last_started_at
      where t.last_started_at <= app_now() - make_interval(secs => ${everySeconds})
        and (t.last_finished_at >= t.last_started_at
          or t.last_started_at <= app_now() - make_interval(secs => ${stuckSeconds}))
      returning task`.execute(tx),
  );
  return rows.length > 0;
}

function contextOf({ name }: TimedTask, clock: Clock) {
  return { scope: "platform" as const, actor: `system:${name}`, now: instantText(clock.now()) };
}
