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

/** What was understood of the feed, and the terms it is sold at where it does not tell. */
export function feedLines(feed: Feed, fareMinor: number): string[] {
  const { operators, routes, journeys, stops, calendars, fares } = feed;
  const price = formatMoney({ amount: fareMinor, currency: feed.currency }, "en");
  return [
    `read ${operators.length} operators, ${routes.size} routes, ${journeys.length} journeys, ` +
      `${stops.size} stops, ${calendars.size} calendars, ${fares.length} fares`,
    `a route the feed tells no fare of costs ${price}, paid at the venue (--fare, --currency)`,
  ];
}

/** One line after each operator: "[3/25] Green Bus: 12 routes, 40 journeys, 1,200 trips". */
export function progressLine({ done, of, part, counts }: Progress): string {
  const name = part.operator.name.en ?? part.operator.name.ar ?? part.operator.id;
  const amounts = [
    [part.routes.length, "routes"],
    [part.journeys.length, "journeys"],
    [counts.tripsAdded, "new trips"],
  ].map(([count, what]) => `${count?.toLocaleString("en")} ${what}`);
  return `[${done}/${of}] ${name}: ${amounts.join(", ")}`;
}

/** The whole import in a table: new, changed, and what was taken back or left. */
export function countsTable(counts: ImportCounts): string {
  const rows = COUNTED.map((name) => [name, counts[name].added, counts[name].changed] as const);
  return [
    `${"".padEnd(10)} ${"new".padStart(9)} ${"changed".padStart(9)}`,
    ...rows.map((row) => tableLine(...row)),
    tableLine("trips", counts.tripsAdded, 0),
    ...(counts.retired > 0 ? [`${counts.retired} journeys left the feed and run no more`] : []),
    ...(counts.kept > 0
      ? [`${counts.kept} changed journeys have trips that keep stops which seats are sold over`]
      : []),
    ...(counts.tripsRetimed > 0
      ? [`${counts.tripsRetimed} trips with seats sold have new times; their passengers are told`]
      : []),
    ...(counts.tripsDropped > 0 ? [`${counts.tripsDropped} unsold trips were taken back`] : []),
  ].join("\n");
}

function tableLine(name: string, added: number, changed: number): string {
  const [left, right] = [added, changed].map((count) => count.toLocaleString("en").padStart(9));
  return `${name.padEnd(10)} ${left} ${right}`;
}
