import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { placing } from "./free-slots.ts";
import type { Ground } from "./ground.ts";
import { measureOurs } from "./reservations.ts";
import type { Bench } from "./measure.ts";
import { serverEnvironment } from "./server-process.ts";

/** What follows a booking, done by one worker process while 32 clients book. */
export interface Outbox {
  reservationsPerSecond: number;
  /** Events written while the clients booked. */
  arrivalsPerSecond: number;
  /** Events done: at least as many when the worker keeps up. */
  drainedPerSecond: number;
  /** Events that were not done yet when the last client had its answer, and how long they took. */
  leftAtEnd: number;
  emptyAfterMs: number;
}

const PATIENCE_MS = 120_000;
const WORKER_CONNECTIONS = 10;

/** Bookings by a signed-in customer, confirmed at once, with the messages that follow. */
export async function measureOutbox(bench: Bench, ground: Ground): Promise<Outbox> {
  bench.say("what follows a booking, while 32 clients book");
  const client = new pg.Client({ connectionString: ground.url, application_name: "bench outbox" });
  await client.connect();
  let worker: ChildProcess | undefined;
  // Where the worker notes the last seal.
  const folder = await mkdtemp(join(tmpdir(), "holdfast-bench-"));
  try {
    // What the reservations before left is no part of this.
    await client.query("update outbox set done_at = now() where done_at is null");
    const before = await countEvents(client);
    worker = await startWorker(ground.url, folder);
    const ask = () => placing("/v1/bookings", ground.world.customer, [ground.slots.next("venue")]);
    const load = await measureOurs(bench, ground, { clients: 32, total: 2_000, ask });
    const after = await countEvents(client);
    const began = performance.now();
    while (await hasOpen(client)) {
      if (performance.now() - began > PATIENCE_MS) throw new Error("the outbox was never drained");
      await sleep(50);
    }
    return {
      reservationsPerSecond: load.perSecond,
      arrivalsPerSecond: (after.all - before.all) / load.seconds,
      drainedPerSecond: (after.all - after.open - before.all) / load.seconds,
      leftAtEnd: after.open,
      emptyAfterMs: after.open === 0 ? 0 : performance.now() - began,
    };
  } finally {
    if (worker) await stopWorker(worker);
    await client.end();
    await rm(folder, { recursive: true, force: true });
  }
}

async function countEvents(client: pg.Client): Promise<{ all: number; open: number }> {
  const { rows } = await client.query<{ all: number; open: number }>(
    `select count(*)::int as "all", count(*) filter (where done_at is null and failed_at is null)::int as open
     from outbox`,
  );
  return rows[0]!;
}

async function hasOpen(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    "select from outbox where done_at is null and failed_at is null limit 1",
  );
  return rowCount === 1;
}

async function startWorker(url: string, dataFolder: string): Promise<ChildProcess> {
  const child = fork(new URL("worker-process.ts", import.meta.url), {
    env: { ...serverEnvironment(url, WORKER_CONNECTIONS), HOLDFAST_DATA: dataFolder },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(child, "message");
  return child;
}

async function stopWorker(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  if (child.exitCode === null) await gone;
}
