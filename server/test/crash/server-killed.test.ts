import { sql } from "kysely";
import { pino } from "pino";
import { expect, test } from "vitest";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { composeApp } from "../../src/app.ts";
import { MINUTE_MS } from "../../src/base/time.ts";
import { createFolder, end } from "../embedded/folders.ts";
import { callerOf } from "../harness/caller.ts";
import { noLimits } from "../harness/no-limits.ts";
import { createTestDatabase, type TestDatabase } from "../harness/test-database.ts";
import { brokenChecks } from "../races/arena.ts";
import { sendUntilAnswered, startLoad } from "./load.ts";
import { countOrdered, makeOrders } from "./orders.ts";
import { startProgram, stopProgram } from "./program.ts";

test("a server is killed under load: every acknowledged order exists and nothing is half done", async () => {
  const database = await createTestDatabase();
  const environment = {
    DATABASE_URL: serverUrlOf(database.url),
    DATABASE_OWNER_URL: database.url,
    HOLDFAST_DATA: await createFolder(),
  };
  const first = await startProgram(environment);
  const load = startLoad(first.origin, await makeOrders(database));
  await load.untilAcknowledged(80);
  await end(first.child, "SIGKILL");
  await load.stop();
  const unknown = load.sent.filter(({ acknowledged }) => acknowledged === undefined);
  expect(unknown.length).toBeGreaterThan(0);

  const second = await startProgram(environment);
  for (const { acknowledged, token } of load.sent) {
    if (!acknowledged) continue;
    const { body } = await callerOf(second.origin, token).get(`/v1/orders/${acknowledged.id}`);
    expect(body).toEqual(acknowledged);
  }
  for (const order of load.sent) {
    const { body } = await sendUntilAnswered(second.origin, order);
    if (order.acknowledged) expect(body).toEqual(order.acknowledged);
  }
  const orders = load.sent.length;
  expect(await countOrdered(database.owner)).toEqual({ orders, bookings: 2 * orders });
  expect(await brokenChecks(database)).toEqual([]);

  expect(await stopProgram(second)).toBe(0);
  await deliverEverything(database);
  expect(await confirmationsWritten(database)).toBe(2 * orders);
}, 90_000);

/** Runs a worker later, when the outbox rows claimed by the killed one are free again. */
async function deliverEverything({ db, owner }: TestDatabase): Promise<void> {
  const clock = { now: () => Date.now() + 10 * MINUTE_MS };
  const log = pino({ level: "silent" });
  const config = {
    env: "development",
    secret: "a secret of tests, thirty-two letters",
    trustedProxies: 0,
  } as const;
  const app = composeApp({ config, db, clock, log, show: () => undefined, limits: noLimits });
  const worker = app.openWorker();
  worker.start();
  await expect.poll(() => undelivered(owner), { timeout: 15_000, interval: 20 }).toBe(0);
  await worker.stop();
}

async function undelivered(owner: TestDatabase["owner"]): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from outbox where done_at is null`.execute(owner);
  return rows[0]!.left;
}

async function confirmationsWritten({ owner }: TestDatabase): Promise<number> {
  const { rows } = await sql<{ written: number }>`
    select count(*)::int as written from messages where template = 'booking.confirmed'`.execute(
    owner,
  );
  return rows[0]!.written;
}
