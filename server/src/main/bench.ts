import { parseArgs } from "node:util";
import pg from "pg";
import { openTemporary } from "../embedded/open-temporary.ts";
import { migrate } from "../db/migrate.ts";
import { admitServer, serverUrlOf } from "../db/server-login.ts";
import { fillUp } from "./bench/bulk.ts";
import { measureFloor } from "./bench/floor.ts";
import { measureReads } from "./bench/reads.ts";
import { measureLongAnswers } from "./bench/long-answers.ts";
import { describe, describeAnswers, type Figures } from "./bench/report.ts";
import { measureRace, measureReservations } from "./bench/reservations.ts";
import { startServer } from "./bench/server-process.ts";
import { makeWorld } from "./bench/world.ts";
import { UsageError } from "../base/usage-error.ts";

const HELP = `holdfast bench [--json] [--answers] [--bookings n] [--reservations n] [--concurrency n]

Measures a throw-away database: reservations against bare INSERTs in the same run, 500 clients racing for one slot,
searches on 10,000 and on --bookings (1,000,000) bookings, memory and start. Compare the ratios within one run: the
machine's own speed cancels out of them. --answers measures only the longest answers: a statement of 200,000 lines as
CSV, and slots over 61 days at a one-minute step for 20 staff.`;

const CONNECTIONS = 16;
const SMALL = 10_000;

/** `holdfast bench` */
export async function runBench(args: string[]): Promise<number> {
  const options = parse(args);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const say = (line: string) => console.error(line);
  const cluster = await openTemporary({ log: say, durability: "on" });
  try {
    const url = await freshDatabase(cluster.adminUrl);
    await migrate(url, () => undefined);
    await admitServer(url, serverUrlOf(url));
    if (options.answers) {
      const answers = await measureLongAnswers(url, await makeWorld(url));
      console.log(options.json ? JSON.stringify(answers, null, 2) : describeAnswers(answers));
      return 0;
    }
    const figures = await measure(url, options, say);
    console.log(options.json ? JSON.stringify(figures, null, 2) : describe(figures));
    return 0;
  } finally {
    await cluster.stop();
  }
}

interface Options {
  json: boolean;
  answers: boolean;
  help: boolean;
  bookings: number;
  reservations: number;
  concurrency: number;
}

async function measure(
  url: string,
  options: Options,
  say: (line: string) => void,
): Promise<Figures> {
  const { reservations: total, concurrency, bookings } = options;
  say("creating the data: 200 staff, one coach, 1,000 hotels");
  const world = await makeWorld(url);
  say(`filling up to ${SMALL} bookings`);
  await fillUp(url, world, SMALL);
  let server = await startServer(url, CONNECTIONS);
  try {
    const { origin, firstAnswerMs } = server;
    say("searching");
    const small = await measureReads(origin, world, 400);
    say(`making ${total} reservations, with the floor measured before and after`);
    await measureReservations(origin, world, {
      total: Math.min(total, 1000),
      concurrency,
      firstDay: 600,
    });
    const load = { total, concurrency, connections: CONNECTIONS };
    const floors = [await measureFloor(url, load)];
    const reservations = await measureReservations(origin, world, {
      total,
      concurrency,
      firstDay: 620,
    });
    floors.push(await measureFloor(url, load));
    say("500 clients, one slot");
    const race = await measureRace(origin, world, 500);
    const memoryAfterLoad = (await server.measure()).memory;
    await server.stop();
    say(`filling up to ${bookings} bookings`);
    await fillUp(url, world, bookings);
    server = await startServer(url, CONNECTIONS);
    say("searching again");
    const large = await measureReads(server.origin, world, 400);
    const memory = Math.max(memoryAfterLoad, (await server.measure()).memory);
    return { firstAnswerMs, floors, reservations, race, small, large, bookings, memory };
  } finally {
    await server.stop();
  }
}

async function freshDatabase(adminUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query("create database bench");
  await client.end();
  const url = new URL(adminUrl);
  url.pathname = "/bench";
  return url.href;
}

function parse(args: string[]): Options {
  try {
    const { values } = parseArgs({
      args,
      options: {
        json: { type: "boolean", default: false },
        answers: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
        bookings: { type: "string", default: "1000000" },
        reservations: { type: "string", default: "6000" },
        concurrency: { type: "string", default: "32" },
      },
    });
    const { bookings, reservations, concurrency, ...flags } = values;
    return { ...flags, ...wholeNumbers({ bookings, reservations, concurrency }) };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
  }
}

function wholeNumbers<Name extends string>(words: Record<Name, string>): Record<Name, number> {
  const entries = Object.entries<string>(words).map(([name, value]) => {
    if (!/^[1-9]\d{0,7}$/.test(value))
      throw new Error(`--${name} takes a whole number, not "${value}"`);
    return [name, Number(value)];
  });
  return Object.fromEntries(entries) as Record<Name, number>;
}
