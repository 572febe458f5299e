import { parseArgs } from "node:util";
import { composeApp, type App } from "../app.ts";
import { CLOCK_TOLERANCE_SECONDS } from "../base/limits.ts";
import { systemClock } from "../base/time.ts";
import { loadConfig, type Config } from "../config.ts";
import { connect } from "../db/connection.ts";
import { watchSchema } from "../db/schema-watch.ts";
import { openLog } from "../http/log.ts";
import { listenAt } from "./listen.ts";
import { openDatabase } from "./open-database.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { notifySandbox, openGateways, type OpenGateways } from "./open-gateways.ts";
import { seedIfEmpty } from "./seed.ts";
import { UsageError } from "../base/usage-error.ts";

const HELP = "holdfast start|api|worker    configured by environment, see docs/operations.md";

/** Runs everything in one process. */
export async function start(args: string[]): Promise<number> {
  return serve(args, { api: true, worker: true, demo: true });
}

/** Runs the API alone; any number may run on one database. */
export async function api(args: string[]): Promise<number> {
  return serve(args, { api: true, worker: false, demo: false });
}

/** Runs the background work alone; any number may run on one database. */
export async function worker(args: string[]): Promise<number> {
  return serve(args, { api: false, worker: true, demo: false });
}

type Parts = { api: boolean; worker: boolean; demo: boolean };

async function serve(args: string[], parts: Parts): Promise<number> {
  if (args.length > 0) {
    parseArgs({ args, options: { help: { type: "boolean", short: "h" } }, strict: false });
    throw new UsageError(HELP);
  }
  const stopping = signalled();
  const config = await loadConfig();
  const log = openLog(config.logLevel);
  const say = (line: string) => log.info(line);
  const database = await openDatabase(config, say);
  try {
    if (parts.demo && database.isShared) throw new UsageError(secondStart(config.dataFolder));
    await prepareDatabase(database, say);
    const connection = connect({
      url: database.url,
      poolSize: config.poolSize,
      applicationName: "holdfast",
      clockToleranceSeconds: CLOCK_TOLERANCE_SECONDS,
      log: (error) => log.warn({ err: error }, "a database connection was lost"),
    });
    const watch = watchSchema(connection.db, (line) => log.warn(line));
    try {
      const { db } = connection;
      if (parts.demo && config.demo) await tellDemo(database.url, say);
      const show = (line: string) => console.log(line);
      const cards = await openGateways(config, parts.api && parts.worker, say);
      try {
        const { gateways } = cards;
        const app = composeApp({ config, db, clock: systemClock, log, show, gateways });
        await run(app, {
          config,
          parts,
          where: database.where,
          cards,
          stopping: Promise.race([stopping, watch.outdated]),
        });
      } finally {
        await cards.close();
      }
    } finally {
      watch.stop();
      await connection.end();
    }
  } finally {
    await database.close();
  }
  return 0;
}

/** The demo plays the past two months: on a connection that does not enforce the current time. */
async function tellDemo(url: string, say: (line: string) => void): Promise<void> {
  const { db, end } = connect({ url, poolSize: 2, applicationName: "holdfast seed" });
  try {
    await seedIfEmpty(db, say);
  } finally {
    await end();
  }
}

function secondStart(dataFolder: string): string {
  return `Holdfast already runs on ${dataFolder}. Stop it first, use another folder (HOLDFAST_DATA), or run \`holdfast api\` or \`holdfast worker\` beside it.`;
}

/** Runs until told to stop; requests in progress are finished before anything is closed. */
async function run(
  app: App,
  {
    config,
    parts,
    where,
    cards,
    stopping,
  }: {
    config: Config;
    parts: Parts;
    where: string;
    cards: OpenGateways;
    stopping: Promise<string>;
  },
): Promise<void> {
  const server = parts.api ? await app.buildServer() : undefined;
  const runner = parts.worker ? app.openWorker() : undefined;
  try {
    const at = { host: config.host, port: config.port };
    const address = server && (await listenAt("PORT", at, () => server.listen(at)));
    if (address) await notifySandbox(cards, config, address);
    runner?.start();
    console.log(announcement(address, where, config, cards));
    const signal = await stopping;
    app.parts.log.info(`${signal}: finishing requests and jobs in progress`);
  } finally {
    await server?.close();
    await runner?.stop();
  }
}

function announcement(
  address: string | undefined,
  where: string,
  config: Config,
  { gateways, sandbox }: OpenGateways,
): string {
  const lines = [
    address && `Holdfast is ready at ${address}`,
    address && `  API      ${address}/docs  (${address}/openapi.json)`,
    `  database ${where}`,
    sandbox
      ? `  cards    taken by the sandbox at ${sandbox.origin} (no money moves)`
      : `  cards    ${Object.keys(gateways).join(", ") || "none: only wallet payments"}`,
    !address && "  worker only",
    address && config.demo && demoLines(address),
  ];
  return lines.filter(Boolean).join("\n");
}

function demoLines(address: string): string {
  return [
    "  demo sign-ins (POST /v1/auth/otp, then the code at",
    `           ${address}/dev/messages?to=%2B966500000003):`,
    "           +966500000001 platform admin · +966500000002 owner of the first salon · +966500000003 customer",
  ].join("\n");
}

function signalled(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve(signal));
  return promise;
}
