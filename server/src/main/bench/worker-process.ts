import { pino } from "pino";
import { composeApp } from "../../app.ts";
import { systemClock } from "../../base/time.ts";
import { loadConfig } from "../../config.ts";
import { connect } from "../../db/connection.ts";
import { serverUrlOf } from "../../db/server-login.ts";

// The background work as `holdfast worker` runs it.
const config = await loadConfig();
const { db, end } = connect({
  url: serverUrlOf(config.databaseUrl!),
  poolSize: config.poolSize,
  applicationName: "holdfast worker",
});
const app = composeApp({
  config,
  db,
  clock: systemClock,
  log: pino({ level: "warn" }, pino.destination(2)),
  show: () => undefined,
});
const runner = app.openWorker();
runner.start();
process.send?.("started");
process.once("disconnect", () => void stop());
process.once("SIGTERM", () => void stop());

async function stop(): Promise<void> {
  await runner.stop();
  await end();
  process.exit(0);
}
