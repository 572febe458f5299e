import type { Logger } from "pino";
import type { Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import { drainOutbox } from "./drain-outbox.ts";
import type { Subscription } from "./event.ts";
import { startLoop, type Loop } from "./loop.ts";
import { runIfDue, type TimedTask } from "./timed-task.ts";

/** The longest an event waits when nothing else is in the queue. */
const POLL_MS = 500;
/** Batches of events under way at once: while one waits for the database to commit, another works. */
const LANES = 2;
/** How often a worker checks for due tasks, as a fraction of their period: another worker may have them. */
const ASKS_PER_PERIOD = 4;
const ASK_MS_MIN = 1_000;

/** The background work of one process. */
export interface Runner {
  start(): void;
  /** Finishes what is running; afterwards none of its timers or queries is left. */
  stop(): Promise<void>;
}

/** Any number of runners may work on one database: each event and task belongs to one runner at a time. */
export function openRunner(parts: {
  db: Db;
  clock: Clock;
  log: Logger;
  subscriptions: readonly Subscription[];
  tasks: readonly TimedTask[];
  pollMs?: number;
}): Runner {
  const { log, tasks, pollMs = POLL_MS } = parts;
  let loops: Loop[] = [];
  let underWay = 0;
  return {
    start() {
      if (loops.length > 0) throw new Error("the runner is already running");
      loops = [
        ...Array.from({ length: LANES }, (_, lane) => startLoop("outbox", log, () => drain(lane))),
        ...tasks.map((task) => startLoop(task.name, log, (stopping) => runTask(task, stopping))),
      ];
    },
    async stop() {
      const running = loops;
      loops = [];
      await Promise.all(running.map((loop) => loop.stop()));
    },
  };

  /** Only the first lane asks an empty queue; the others work while a batch is under way. */
  async function drain(lane: number): Promise<number> {
    if (lane > 0 && underWay === 0) return pollMs;
    underWay += 1;
    try {
      // A batch with events is followed by another at once: there may be more.
      return (await drainOutbox(parts)) > 0 ? 0 : pollMs;
    } finally {
      underWay -= 1;
    }
  }

  async function runTask(task: TimedTask, stopping: AbortSignal): Promise<number> {
    await runIfDue(task, parts, stopping);
    return Math.max(ASK_MS_MIN, (task.everySeconds * 1000) / ASKS_PER_PERIOD);
  }
}
