import { monitorEventLoopDelay } from "node:perf_hooks";
import { pino } from "pino";
import { composeApp } from "../../app.ts";
import { systemClock } from "../../base/time.ts";
import { loadConfig } from "../../config.ts";
import { serverUrlOf } from "../../db/server-login.ts";
import { connect } from "../../db/connection.ts";

// The API as `holdfast api` runs it, without the limits per address: every request here comes from one.
const started = performance.now();
const config = await loadConfig();
const { db, end } = connect({ url: serverUrlOf(config.databaseUrl!), poolSize: config.poolSize });
const app = composeApp({
  config,
  db,
  clock: systemClock,
  // The load generator counts refused requests.
  log: pino({ level: "silent" }),
  show: () => undefined,
  limits: { rates: false, places: { customer: null, address: null } },
});
const server = await app.buildServer();
const origin = await server.listen({ port: 0, host: "127.0.0.1" });
process.send?.({ origin, startMs: performance.now() - started });
const turns = monitorEventLoopDelay({ resolution: 1 });
turns.enable();
process.on("message", (asked) => {
  if (asked !== "measure") return;
  process.send?.({ memory: process.memoryUsage.rss(), longestTurnMs: turns.max / 1e6 });
  turns.reset();
});
process.once("disconnect", () => void stop());
process.once("SIGTERM", () => void stop());

async function stop(): Promise<void> {
  await server.close();
  await end();
  process.exit(0);
}
