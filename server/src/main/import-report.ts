import { formatMoney } from "../base/money.ts";
import type { Progress } from "../timetable/import-feed.ts";
import type { Feed } from "../timetable/feed/feed.ts";
import type { ImportCounts } from "../timetable/tally.ts";

const COUNTED = [
  "operators",
  "stops",
  "vehicles",
  "routes",
  "calendars",
  "journeys",
  "fares",
] as const;

/** Describes the feed as read, and the fares that were not read. */
export function feedLines(feed: Feed): string[] {
  const { operators, routes, journeys, stops, calendars, fares, unreadFares } = feed;
  return [
    `read ${operators.length} operators, ${routes.size} routes, ${journeys.length} journeys, ` +
      `${stops.size} stops, ${calendars.size} calendars, ${fares.length} fares`,
    ...(unreadFares.length > 0
      ? [
          `Fares v2 (${unreadFares.join(", ")}) is not used: prices come from fare_attributes.txt, ` +
            "or from --fare where it has none",
        ]
      : []),
  ];
}

/**
 * Describes one operator: "[3/25] Green Bus: 12 routes, 40 journeys, 1,200 trips", and the part of it sold at a price
 * the feed does not name.
 */
export function progressLines(progress: Progress, fareMinor: number): string[] {
  const { done, of, part, counts } = progress;
  const name = part.operator.name.en ?? part.operator.name.ar ?? part.operator.id;
  const amounts = [
    [part.routes.length, "routes"],
    [part.journeys.length, "journeys"],
    [counts.tripsAdded, "new trips"],
  ].map(([count, what]) => `${count?.toLocaleString("en")} ${what}`);
  return [`[${done}/${of}] ${name}: ${amounts.join(", ")}`, ...unpricedLines(progress, fareMinor)];
}

function unpricedLines({ part, unpriced }: Progress, fareMinor: number): string[] {
  const { routes, pairs, currency } = unpriced;
  const price = formatMoney({ amount: fareMinor, currency }, "en");
  const lines: string[] = [];
  if (routes > 0)
    lines.push(
      `  no fare in the feed for ${routes} of its ${part.routes.length} routes: new routes cost ${price}, ` +
        "existing ones keep their price, paid at the venue (--fare, --currency)",
    );
  if (pairs > 0)
    lines.push(
      `  no fare in the feed for ${pairs} pairs of stops of routes priced by zone: such a ride costs the sum ` +
        `of its segments' fares, or else the route's price, which is ${price} for a new route without one`,
    );
  return lines;
}

/** Formats the whole import as a table: new, changed, removed or kept. */
export function countsTable(counts: ImportCounts): string {
  const rows = COUNTED.map((name) => [name, counts[name].added, counts[name].changed] as const);
  return [
    `${"".padEnd(10)} ${"new".padStart(9)} ${"changed".padStart(9)}`,
    ...rows.map((row) => tableLine(...row)),
    tableLine("trips", counts.tripsAdded, 0),
    ...(counts.retired > 0
      ? [`${counts.retired} journeys are no longer in the feed and were stopped`]
      : []),
    ...(counts.kept > 0
      ? [
          `${counts.kept} changed journeys have trips that keep their old stops because of sold seats`,
        ]
      : []),
    ...(counts.tripsRetimed > 0
      ? [
          `${counts.tripsRetimed} trips with sold seats have new times; their passengers are notified`,
        ]
      : []),
    ...(counts.tripsDropped > 0 ? [`${counts.tripsDropped} unsold trips were removed`] : []),
  ].join("\n");
}

function tableLine(name: string, added: number, changed: number): string {
  const [left, right] = [added, changed].map((count) => count.toLocaleString("en").padStart(9));
  return `${name.padEnd(10)} ${left} ${right}`;
}
