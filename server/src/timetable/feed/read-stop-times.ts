import type { BadRows } from "./bad-rows.ts";
import { readRows, type FeedRow } from "./feed-rows.ts";
import type { FeedSource } from "./feed-source.ts";
import type { FeedStop } from "./feed.ts";
import { isUncarried, readNumber, readSeconds, readWhole, secondsText } from "./fields.ts";
import type { StopTime } from "./journey-stops.ts";

const FILE = "stop_times.txt";
/** pickup_type and drop_off_type: 0 regular, 2 phone the agency, 3 ask the driver; only 1 means never. */
const NEVER = "1";

/**
 * Reads stop_times.txt by trip; rows may come in any order. Rows of a trip that was left out are left out with it,
 * without a second report.
 */
export async function readStopTimes(
  source: FeedSource,
  trips: { used: ReadonlySet<string>; leftOut: ReadonlySet<string> },
  stops: ReadonlyMap<string, FeedStop>,
  bad: BadRows,
): Promise<Map<string, StopTime[]>> {
  const byTrip = new Map<string, StopTime[]>();
  const needed = ["trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time"];
  for await (const row of readRows(source, FILE, needed, bad)) {
    const tripId = row.get("trip_id");
    if (trips.leftOut.has(tripId)) continue;
    if (!trips.used.has(tripId)) {
      bad.leaveOut(FILE, row.line, `trip_id "${tripId}" is not in trips.txt`);
      continue;
    }
    const stopTime = readStopTime(row, stops);
    if (typeof stopTime === "string") {
      bad.leaveOut(FILE, row.line, stopTime);
      continue;
    }
    noteCarry(row, bad);
    const rows = byTrip.get(tripId);
    if (rows) rows.push(stopTime);
    else byTrip.set(tripId, [stopTime]);
  }
  return byTrip;
}

/** Returns the row, or what is wrong with it. */
function readStopTime(row: FeedRow, stops: ReadonlyMap<string, FeedStop>): StopTime | string {
  const [arrival, departure] = [row.get("arrival_time"), row.get("departure_time")];
  const stopId = stops.get(row.get("stop_id"))?.id;
  const sequence = readWhole(row.get("stop_sequence"));
  const [arrives, departs] = [readSeconds(arrival), readSeconds(departure)];
  if (stopId === undefined)
    return `stop_id "${row.get("stop_id")}" is not a stop of stops.txt where trips call`;
  if (sequence === undefined)
    return `stop_sequence "${row.get("stop_sequence")}" is not a whole number`;
  if (arrival && arrives === undefined) return `arrival_time "${arrival}" is not a time`;
  if (departure && departs === undefined) return `departure_time "${departure}" is not a time`;
  return {
    line: row.line,
    sequence,
    stopId,
    arrivesSeconds: arrives ?? null,
    departsSeconds: departs ?? null,
    boards: row.get("pickup_type") !== NEVER,
    alights: row.get("drop_off_type") !== NEVER,
    distance: readNumber(row.get("shape_dist_traveled")) ?? null,
  };
}

function noteCarry(row: FeedRow, bad: BadRows): void {
  for (const column of ["arrival_time", "departure_time"]) {
    const value = row.get(column);
    if (!isUncarried(value)) continue;
    const text = secondsText(readSeconds(value) ?? 0);
    bad.mend(FILE, row.line, `${column} "${value}" is read as ${text}`);
    return;
  }
}
