import { JOURNEY_FREQUENCIES_MAX } from "../../base/limits.ts";
import type { BadRows } from "./bad-rows.ts";
import type { FeedCalendar, FeedFrequency, FeedJourney, FeedRoute, FeedStop } from "./feed.ts";
import { readRows } from "./feed-rows.ts";
import type { FeedSource } from "./feed-source.ts";
import { readSeconds, readWhole } from "./fields.ts";
import { journeyStops, type StopTime } from "./journey-stops.ts";
import { readStopTimes } from "./read-stop-times.ts";

type Trip = Omit<FeedJourney, "stops" | "frequencies">;
type Known = {
  routes: ReadonlyMap<string, FeedRoute>;
  calendars: ReadonlyMap<string, FeedCalendar>;
  stops: ReadonlyMap<string, FeedStop>;
};

/**
 * Reads trips.txt, stop_times.txt and frequencies.txt into journeys.
 *
 * @returns also every trip_id, so that a trip with broken rows is not mistaken for a withdrawn one
 */
export async function readJourneys(
  source: FeedSource,
  known: Known,
  bad: BadRows,
): Promise<{ journeys: FeedJourney[]; journeyIds: Set<string> }> {
  const { trips, leftOut } = await readTrips(source, known, bad);
  const used = new Set(trips.keys());
  const stopTimes = await readStopTimes(source, { used, leftOut }, known.stops, bad);
  const frequencies = await readFrequencies(source, { used, leftOut }, bad);
  const journeys: FeedJourney[] = [];
  for (const trip of trips.values()) {
    const stops = makeStops(trip, stopTimes.get(trip.id) ?? [], bad);
    if (stops) journeys.push({ ...trip, stops, frequencies: frequencies.get(trip.id) ?? [] });
  }
  return { journeys, journeyIds: new Set([...used, ...leftOut]) };
}

async function readTrips(source: FeedSource, known: Known, bad: BadRows) {
  const file = "trips.txt";
  const trips = new Map<string, Trip>();
  const leftOut = new Set<string>();
  for await (const row of readRows(source, file, ["trip_id", "route_id", "service_id"], bad)) {
    const id = row.get("trip_id");
    const [routeId, calendarId] = [row.get("route_id"), row.get("service_id")];
    const problem =
      (!id && "has no trip_id") ||
      (trips.has(id) && `trip_id "${id}" is a duplicate`) ||
      (!known.routes.has(routeId) &&
        `route_id "${routeId}" is not in routes.txt, or was left out`) ||
      (!known.calendars.has(calendarId) &&
        `service_id "${calendarId}" is in neither calendar.txt nor calendar_dates.txt, or was left out`);
    if (problem) {
      bad.leaveOut(file, row.line, problem);
      if (!trips.has(id)) leftOut.add(id);
    } else {
      const headsign = row.get("trip_headsign");
      trips.set(id, { id, line: row.line, routeId, calendarId, headsign });
      leftOut.delete(id);
    }
  }
  return { trips, leftOut };
}

function makeStops(trip: Trip, stopTimes: StopTime[], bad: BadRows) {
  if (stopTimes.length < 2) {
    const calls = stopTimes.length === 0 ? "no stop" : "only one stop";
    bad.leaveOut("trips.txt", trip.line, `trip "${trip.id}" has ${calls} with usable times`);
    return undefined;
  }
  const stops = journeyStops(stopTimes);
  if (Array.isArray(stops)) return stops;
  bad.leaveOut("stop_times.txt", stops.line, `trip "${trip.id}": ${stops.reason}`);
  return undefined;
}

async function readFrequencies(
  source: FeedSource,
  trips: { used: ReadonlySet<string>; leftOut: ReadonlySet<string> },
  bad: BadRows,
): Promise<Map<string, FeedFrequency[]>> {
  const file = "frequencies.txt";
  const byTrip = new Map<string, FeedFrequency[]>();
  const needed = ["trip_id", "start_time", "end_time", "headway_secs"];
  for await (const row of readRows(source, file, needed, bad)) {
    const tripId = row.get("trip_id");
    if (trips.leftOut.has(tripId)) continue;
    const startsSeconds = readSeconds(row.get("start_time"));
    const endsSeconds = readSeconds(row.get("end_time"));
    const headwaySeconds = readWhole(row.get("headway_secs"));
    const others = byTrip.get(tripId) ?? [];
    if (!trips.used.has(tripId))
      bad.leaveOut(file, row.line, `trip_id "${tripId}" is not in trips.txt`);
    else if (startsSeconds === undefined || endsSeconds === undefined)
      bad.leaveOut(file, row.line, "start_time or end_time is not a time");
    else if (endsSeconds <= startsSeconds) bad.leaveOut(file, row.line, "ends before it starts");
    else if (!headwaySeconds)
      bad.leaveOut(
        file,
        row.line,
        `headway_secs "${row.get("headway_secs")}" is not a whole number above 0`,
      );
    else if (others.some((one) => one.startsSeconds === startsSeconds))
      bad.leaveOut(
        file,
        row.line,
        `trip "${tripId}" has a frequency from ${row.get("start_time")} already`,
      );
    else if (others.length === JOURNEY_FREQUENCIES_MAX)
      bad.leaveOut(
        file,
        row.line,
        `trip "${tripId}" has ${JOURNEY_FREQUENCIES_MAX} frequencies already`,
      );
    else byTrip.set(tripId, [...others, { startsSeconds, endsSeconds, headwaySeconds }]);
  }
  return byTrip;
}
