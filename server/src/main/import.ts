import { sql } from "kysely";
import { parseArgs } from "node:util";
import { dateIn, instantText, systemClock, type Clock } from "../base/time.ts";
import { connect, type Db } from "../db/connection.ts";
import { BadRows } from "../timetable/feed/bad-rows.ts";
import type { Feed } from "../timetable/feed/feed.ts";
import { openFeedSource, UnreadableFeed } from "../timetable/feed/feed-source.ts";
import { readFeed } from "../timetable/feed/read-feed.ts";
import { importFeed } from "../timetable/import-feed.ts";
import { countsTable, feedLines, progressLine } from "./import-report.ts";
import { UsageError } from "./usage-error.ts";
import { withDatabase } from "./with-database.ts";

const HELP = `holdfast import gtfs <folder|zip> [options]

Brings in a GTFS Schedule feed: each agency becomes a bus operator with its stops, routes, timetable and dated trips.
The same feed again changes nothing. A newer one changes what differs: journeys it has no more stop running, and
journeys of which seats are sold keep their times. Rows that cannot be taken as they stand are named on standard error.

  --from <date>      first service date to make trips for (default: today)
  --days <n>         how many service dates (default: 30)
  --fare <minor>     price of a route the feed tells no fare of, in the minor unit (default: 5000)
  --currency <code>  what new operators sell in (default: that of the feed's fares, else SAR)
  --draft            leave new operators for an admin to approve
  --feed <name>      tells apart two feeds that use the same agency ids
  --strict           exit status 1 when a row was left out`;

const USUAL_FARE_MINOR = 5_000;
const USUAL_DAYS = 30;
/** Two years of a timetable are more than anybody sells ahead, and fewer rows than a typing error makes. */
const DAYS_MAX = 730;

export type ImportOptions = {
  path: string;
  from?: string;
  days: number;
  fareMinor: number;
  currency?: string;
  draft: boolean;
  feed?: string;
  strict: boolean;
};

/** `holdfast import gtfs <folder|zip>` */
export async function runImport(args: string[]): Promise<number> {
  const options = readArguments(args);
  try {
    return await withDatabase("holdfast import", async ({ db, url }) => {
      const tell = { out: console.log, err: console.error };
      const status = await importPath(db, systemClock, options, tell);
      await refreshStatistics(url);
      return status;
    });
  } catch (error) {
    if (!(error instanceof UnreadableFeed)) throw error;
    console.error(error.message);
    return 1;
  }
}

/**
 * Reads the feed, brings it in and tells how it went.
 *
 * @returns the exit status
 * @throws UnreadableFeed when there is no feed at the path
 */
export async function importPath(
  db: Db,
  clock: Clock,
  options: ImportOptions,
  tell: { out: (line: string) => void; err: (line: string) => void },
): Promise<number> {
  const startedAt = performance.now();
  const bad = new BadRows();
  tell.out(`reading ${options.path}`);
  const feed = await readPath(options, bad);
  for (const line of bad.lines()) tell.err(line);
  for (const line of feedLines(feed, options.fareMinor)) tell.out(line);
  const now = clock.now();
  const { counts, kept } = await importFeed(
    db,
    { scope: "platform", actor: "system:import", now: instantText(now) },
    feed,
    {
      sourcePrefix: options.feed ? `gtfs:${options.feed}:` : "gtfs:",
      approve: !options.draft,
      fareMinor: options.fareMinor,
      from: options.from ?? dateIn(now, feed.operators[0]?.timezone ?? "UTC"),
      days: options.days,
    },
    (progress) => tell.out(progressLine(progress)),
  );
  for (const { line, id } of kept) {
    tell.err(
      `trips.txt:${line}: trip "${id}" has other times now, but seats are sold: left as it was`,
    );
  }
  tell.out(countsTable(counts));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  tell.out(
    `${bad.leftOut.length} rows left out, ${bad.mended.length} read otherwise than written; ${seconds} s`,
  );
  return options.strict && bad.leftOut.length > 0 ? 1 : 0;
}

/** Until it is done the planner takes the new tables for empty, and trip search is thirty times slower. */
async function refreshStatistics(ownerUrl: string): Promise<void> {
  const { db, end } = connect({ url: ownerUrl, role: null, poolSize: 1 });
  try {
    await sql`analyze offerings, units, stops, routes, calendars, journeys, journey_stops, trips`.execute(
      db,
    );
  } finally {
    await end();
  }
}

async function readPath({ path, currency }: ImportOptions, bad: BadRows): Promise<Feed> {
  const source = await openFeedSource(path);
  try {
    return await readFeed(source, currency, bad);
  } finally {
    source.close();
  }
}

/** @throws UsageError saying what is wrong, or all there is to say */
export function readArguments(args: string[]): ImportOptions {
  const { values, positionals } = parse(args);
  const [kind, path, ...more] = positionals;
  if (values.help || kind !== "gtfs" || !path || more.length > 0) throw new UsageError(HELP);
  if (values.from !== undefined && !isDate(values.from)) {
    throw new UsageError(`--from ${values.from}: use a date such as 2026-12-31`);
  }
  const currency = values.currency?.toUpperCase();
  if (currency && !Intl.supportedValuesOf("currency").includes(currency)) {
    throw new UsageError(`--currency ${currency}: use an ISO 4217 code such as SAR`);
  }
  if (values.feed !== undefined && !/^[\w.-]{1,40}$/.test(values.feed)) {
    throw new UsageError(`--feed ${values.feed}: use up to 40 letters, digits, dots and dashes`);
  }
  const { from, draft = false, feed, strict = false } = values;
  const days = wholeUpTo("--days", values.days ?? String(USUAL_DAYS), DAYS_MAX);
  const fareMinor = wholeUpTo("--fare", values.fare ?? String(USUAL_FARE_MINOR), 100_000_000);
  return { path, from, days, fareMinor, currency, draft, feed, strict };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        from: { type: "string" },
        days: { type: "string" },
        fare: { type: "string" },
        currency: { type: "string" },
        feed: { type: "string" },
        draft: { type: "boolean" },
        strict: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
  }
}

function wholeUpTo(name: string, value: string, most: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number <= most) return number;
  throw new UsageError(`${name} ${value}: use a whole number up to ${most}`);
}

function isDate(value: string): boolean {
  try {
    return Temporal.PlainDate.from(value).toString() === value;
  } catch {
    return false;
  }
}
