// API servers in a process of their own, one for each database it is given; says where they listen, serves
// until its input ends, then finishes what is in flight and ends.
import { pino } from "pino";
import { composeApp } from "../../src/app.ts";
import { systemClock } from "../../src/base/time.ts";
import { connect } from "../../src/db/connection.ts";
import type { Ground } from "./server-processes.ts";
import { noLimits } from "./no-limits.ts";

const grounds = JSON.parse(process.argv[2] ?? "[]") as Ground[];
const served = await Promise.all(grounds.map(serve));
console.log(JSON.stringify(served.map(({ origin }) => origin)));

const inputEnded = Promise.withResolvers<void>();
process.stdin.on("end", inputEnded.resolve).resume();
await inputEnded.promise;
await Promise.all(served.map(({ close }) => close()));

async function serve({ url, poolSize = 12, aheadMs = 0, isQuiet = false }: Ground) {
  // Two hundred stand in line for a dozen connections, on a machine that is busy with other tests.
  const patience = { connectTimeoutMs: 30_000 };
  const { db, end } = connect({ url, poolSize, applicationName: "api process", ...patience });
  const app = composeApp({
    config: {
      env: "development",
      secret: "a secret of tests, thirty-two letters",
      trustedProxies: 0,
    },
    db,
    clock: { now: () => systemClock.now() + aheadMs },
    log: pino({ level: isQuiet ? "silent" : "error" }, pino.destination({ dest: 2, sync: true })),
    show: () => undefined,
    limits: noLimits,
  });
  const server = await app.buildServer();
  const origin = await server.listen({ port: 0, host: "127.0.0.1" });
  return { origin, close: () => server.close().then(end) };
}
