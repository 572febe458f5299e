import type { BadRows } from "./bad-rows.ts";
import type { Feed } from "./feed.ts";
import type { FeedSource } from "./feed-source.ts";
import { UnreadableFeed } from "./unreadable-feed.ts";
import { readNames } from "./names.ts";
import { readCalendars } from "./read-calendars.ts";
import { readFares } from "./read-fares.ts";
import { readJourneys } from "./read-journeys.ts";
import { readOperators } from "./read-operators.ts";
import { readRoutes } from "./read-routes.ts";
import { readStops } from "./read-stops.ts";

const NEEDED = ["agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt"];
/** Fares v2. Its prices depend on rider categories, media and time of day, which a seat sale does not record. */
const UNREAD_FARES = ["fare_products.txt", "fare_leg_rules.txt", "fare_transfer_rules.txt"];

/**
 * Reads a whole GTFS Schedule feed. Rows with errors are reported to `bad` and left out.
 *
 * @param currency ISO 4217; absent: the feed's own, else SAR
 * @throws UnreadableFeed when a file or column that a timetable needs is missing
 * @see https://gtfs.org/documentation/schedule/reference/
 */
export async function readFeed(
  source: FeedSource,
  currency: string | undefined,
  bad: BadRows,
): Promise<Feed> {
  const missing = NEEDED.filter((file) => !source.has(file));
  if (!source.has("calendar.txt") && !source.has("calendar_dates.txt")) {
    missing.push("calendar.txt or calendar_dates.txt");
  }
  if (missing.length > 0) throw new UnreadableFeed(`The feed has no ${missing.join(", no ")}.`);
  const names = await readNames(source, bad);
  const operators = await readOperators(source, names, bad);
  const stops = await readStops(source, names, bad);
  const routes = await readRoutes(source, operators, names, bad);
  const calendars = await readCalendars(source, bad);
  const { journeys, journeyIds } = await readJourneys(source, { routes, calendars, stops }, bad);
  const fares = await readFares(source, { operators, routes }, currency, bad);
  const unreadFares = UNREAD_FARES.filter((file) => source.has(file));
  return { operators, stops, routes, calendars, journeys, journeyIds, ...fares, unreadFares };
}
