import { sql } from "kysely";
import { dateIn, instantText, systemClock, type Clock } from "../base/time.ts";
import { connect, type Db } from "../db/connection.ts";
import { BadRows } from "../timetable/feed/bad-rows.ts";
import type { Feed } from "../timetable/feed/feed.ts";
import { openFeedSource } from "../timetable/feed/feed-source.ts";
import { readFeed } from "../timetable/feed/read-feed.ts";
import { UnreadableFeed } from "../timetable/feed/unreadable-feed.ts";
import { importFeed } from "../timetable/import-feed.ts";
import { readArguments, type ImportOptions } from "./import-options.ts";
import { countsTable, feedLines, progressLines } from "./import-report.ts";
import { withDatabase } from "./with-database.ts";

/** `holdfast import gtfs <folder|zip>` */
export async function runImport(args: string[]): Promise<number> {
  const options = readArguments(args);
  try {
    return await withDatabase("holdfast import", async ({ db, ownerUrl }) => {
      const tell = { out: console.log, err: console.error };
      const status = await importPath(db, systemClock, options, tell);
      if (ownerUrl) await refreshStatistics(ownerUrl);
      return status;
    });
  } catch (error) {
    if (!(error instanceof UnreadableFeed)) throw error;
    console.error(error.message);
    return 1;
  }
}

/**
 * Reads the feed, imports it and reports the outcome.
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
  for (const line of feedLines(feed)) tell.out(line);
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
    (progress) => {
      for (const line of progressLines(progress, options.fareMinor)) tell.out(line);
    },
  );
  for (const { line, id } of kept) {
    tell.err(
      `trips.txt:${line}: trip "${id}" has changed stops, but trips with sold seats keep their old ones`,
    );
  }
  tell.out(countsTable(counts));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  tell.out(`${bad.leftOut.length} rows left out, ${bad.mended.length} corrected; ${seconds} s`);
  return options.strict && bad.leftOut.length > 0 ? 1 : 0;
}

/** Until this has run, the planner takes the new tables for empty, and trip search is thirty times slower. */
async function refreshStatistics(ownerUrl: string): Promise<void> {
  const owner = connect({ url: ownerUrl, role: null, poolSize: 1 });
  try {
    await sql`analyze offerings, units, stops, routes, calendars, journeys, timetables, timetable_stops, trips`.execute(
      owner.db,
    );
  } finally {
    await owner.end();
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
