import pg from "pg";
import { expect } from "vitest";
import type { Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import type { Context } from "../../src/db/context.ts";
import type { Answer } from "../harness/caller.ts";
import type { TestApp } from "../harness/test-app.ts";

/** A transaction that has done its work and holds its locks; it commits when told to. */
export interface InFlight<T> {
  /** Commits. */
  go: () => void;
  done: Promise<T>;
  /** The number of sessions that wait for a lock because of how it is held back. */
  keptUp: number;
}

/** Runs a command and stops it before its commit. */
export async function commandInFlight<T>(
  { db }: TestApp,
  context: Context,
  command: (tx: Tx) => Promise<T>,
): Promise<InFlight<T>> {
  const [reached, reach] = gate();
  const [opened, go] = gate();
  const done = inTransaction(db, context, async (tx) => {
    const answer = await command(tx);
    reach();
    await opened;
    return answer;
  });
  // Whoever awaits `done` gets a refusal; this avoids an unhandled rejection until then.
  done.catch(reach);
  await reached;
  return { go, done, keptUp: 0 };
}

/** Runs a request and stops it when everything is claimed and its event is to be written. */
export async function orderInFlight(
  app: TestApp,
  send: () => Promise<Answer>,
): Promise<InFlight<Answer>> {
  const keeper = await keeperOf(app);
  await keeper.query("begin");
  await keeper.query("lock table booking_events in exclusive mode");
  const sending = async () => {
    try {
      return await send();
    } finally {
      await keeper.end();
    }
  };
  const done = sending();
  await untilWaiting(app, 1);
  return { go: () => void keeper.query("commit"), done, keptUp: 1 };
}

/** Starts something beside what is in flight; returns when it is done or waits for a lock. */
export async function startedBeside<T>(
  app: TestApp,
  { keptUp }: InFlight<unknown>,
  start: () => Promise<T>,
): Promise<[Promise<T>]> {
  const running = start();
  let isDone = false;
  running.then(
    () => (isDone = true),
    () => (isDone = true),
  );
  await expect
    .poll(async () => isDone || (await waiting(app)) > keptUp, { interval: 5, timeout: 20_000 })
    .toBe(true);
  return [running];
}

async function untilWaiting(app: TestApp, sessions: number): Promise<void> {
  await expect
    .poll(() => waiting(app), { interval: 5, timeout: 20_000 })
    .toBeGreaterThanOrEqual(sessions);
}

async function waiting(app: TestApp): Promise<number> {
  const keeper = await keeperOf(app);
  try {
    const { rows } = await keeper.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows[0]!.waiting;
  } finally {
    await keeper.end();
  }
}

async function keeperOf({ url }: TestApp): Promise<pg.Client> {
  const keeper = new pg.Client({ connectionString: url, application_name: "gate keeper" });
  await keeper.connect();
  return keeper;
}

function gate(): [Promise<void>, () => void] {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, open];
}
