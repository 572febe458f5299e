import { isTimezone } from "../../base/time.ts";
import type { BadRows } from "./bad-rows.ts";
import type { FeedName, FeedStop } from "./feed.ts";
import { readNumber } from "./fields.ts";
import { readRows, type FeedRow } from "./feed-rows.ts";
import type { FeedSource } from "./feed-source.ts";
import type { Names } from "./names.ts";

const FILE = "stops.txt";
/** Passengers board only at these; trips never call at a station, an entrance or a boarding area. */
const BOARDED = new Set(["", "0"]);
const STATION = "1";

type Read = FeedStop & { parent: string; kind: string };

/** Reads stops.txt: the places trips call at, each with its station's name as the city people search for. */
export async function readStops(
  source: FeedSource,
  names: Names,
  bad: BadRows,
): Promise<Map<string, FeedStop>> {
  const all = new Map<string, Read>();
  for await (const row of readRows(source, FILE, ["stop_id"], bad)) {
    const stop = readStop(row, names, bad);
    if (!stop) continue;
    if (all.has(stop.id)) bad.leaveOut(FILE, row.line, `stop_id "${stop.id}" is a duplicate`);
    else all.set(stop.id, stop);
  }
  const stops = new Map<string, FeedStop>();
  for (const { parent, kind, ...stop } of all.values()) {
    if (!BOARDED.has(kind)) continue;
    const above = all.get(parent);
    const station = above?.kind === STATION ? above : undefined;
    const timezone = stop.timezone ?? station?.timezone ?? null;
    stops.set(stop.id, { ...stop, timezone, city: station?.name ?? stop.name });
  }
  return stops;
}

function readStop(row: FeedRow, names: Names, bad: BadRows): Read | undefined {
  const id = row.get("stop_id");
  if (!id) {
    bad.leaveOut(FILE, row.line, "has no stop_id");
    return undefined;
  }
  const written = row.get("stop_name") || row.get("stop_code") || id;
  const name: FeedName = names("stops", "stop_name", id, written);
  const timezone = row.get("stop_timezone");
  if (timezone && !isTimezone(timezone)) {
    bad.mend(FILE, row.line, `stop_timezone "${timezone}" is not known; the agency's is used`);
  }
  return {
    id,
    name,
    city: name,
    ...readPlace(row, bad),
    timezone: isTimezone(timezone) ? timezone : null,
    zone: row.get("zone_id"),
    parent: row.get("parent_station"),
    kind: row.get("location_type"),
  };
}

/** A stop without a position still has a name and times, so it is kept. */
function readPlace(row: FeedRow, bad: BadRows): Pick<FeedStop, "latitude" | "longitude"> {
  const [written, across] = [row.get("stop_lat"), row.get("stop_lon")];
  const nowhere = { latitude: null, longitude: null };
  if (!written && !across) return nowhere;
  const [latitude, longitude] = [readNumber(written), readNumber(across)];
  const onEarth =
    latitude !== undefined &&
    longitude !== undefined &&
    Math.abs(latitude) <= 90 &&
    Math.abs(longitude) <= 180;
  if (onEarth) return { latitude, longitude };
  bad.mend(
    FILE,
    row.line,
    `"${written}, ${across}" is not a position; the stop is kept without one`,
  );
  return nowhere;
}
