// Runs API servers in a separate process, one for each given database. Prints where they listen and serves until its
// input ends, then finishes running requests and exits. Each line on its input names a task to run.
import { flushCompileCache } from "node:module";
import { createInterface } from "node:readline";
import { pino } from "pino";
import { composeApp } from "../../src/app.ts";
import { placeAlone, placeTogether } from "../../src/booking/placing-queue.ts";
import { systemClock } from "../../src/base/time.ts";
import { connect } from "../../src/db/connection.ts";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { openMoyasar } from "../../src/payment/gateways/moyasar-gateway.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import { subscriptions, timedTasks } from "../../src/schedule.ts";
import { noLimits } from "./no-limits.ts";
import type { Ground } from "./server-processes.ts";

const grounds = JSON.parse(process.argv[2] ?? "[]") as Ground[];
const served = await Promise.all(grounds.map(serve));
console.log(JSON.stringify(served.map(({ origin }) => origin)));
// A killed process would not save its compile cache.
flushCompileCache();

const inputEnded = Promise.withResolvers<void>();
createInterface(process.stdin)
  .on("line", (line) => void answer(line))
  .on("close", inputEnded.resolve);
await inputEnded.promise;
await Promise.all(served.map(({ close }) => close()));

async function answer(line: string): Promise<void> {
  const { id, task, ground } = JSON.parse(line) as { id: number; task: string; ground: number };
  const error = await served[ground]!.work(task).then(() => undefined, String);
  console.log(JSON.stringify({ id, error }));
}

async function serve({
  url,
  poolSize = 12,
  aheadMs = 0,
  isQuiet = false,
  places,
  moyasar,
  isGathered = false,
}: Ground) {
  // Two hundred requests share a dozen connections, on a machine that is busy with other tests.
  const patience = { connectTimeoutMs: 30_000, lockTimeoutMs: 30_000 };
  const { db, end } = connect({
    url: serverUrlOf(url),
    poolSize,
    applicationName: "api process",
    ...patience,
  });
  const clock = { now: () => systemClock.now() + aheadMs };
  const app = composeApp({
    config: {
      env: "development",
      secret: "a secret of tests, thirty-two letters",
      trustedProxies: 0,
    },
    db,
    clock,
    log: pino({ level: isQuiet ? "silent" : "error" }, pino.destination({ dest: 2, sync: true })),
    show: () => undefined,
    limits: { ...noLimits, ...(places && { places }) },
    openPlacing: isGathered ? placeTogether : placeAlone,
    ...(moyasar && { gateways: { moyasar: openMoyasar({ ...moyasar, clock }) } }),
  });
  const { parts } = app;
  const server = await app.buildServer();
  const origin = await server.listen({ port: 0, host: "127.0.0.1" });
  return {
    origin,
    close: () => server.close().then(end),
    async work(name: string): Promise<void> {
      if (name === "outbox") {
        const outbox = { ...parts, subscriptions: subscriptions(parts) };
        while ((await drainOutbox(outbox)) > 0);
        return;
      }
      const task = timedTasks(parts).find((one) => one.name === name);
      if (!task) throw new Error(`there is no task ${name}`);
      await task.run();
    },
  };
}
