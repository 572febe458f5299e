import type { Feed } from "./feed/feed.ts";
import type { OperatorFeed } from "./operator-feed.ts";
import type { StoredFare } from "./save-fares.ts";
import type { RouteFares } from "./segment-fares.ts";
import type { StoredJourney } from "./stored-journeys.ts";

/** Stored ids by the feed's ids. */
export type Ids = Record<"stops" | "routes" | "calendars", ReadonlyMap<string, string>> & {
  vehicles: ReadonlyMap<number, string>;
};

/** Returns the journeys with every reference replaced by the stored row's id. */
export function resolvedJourneys(feed: Feed, part: OperatorFeed, ids: Ids): StoredJourney[] {
  return part.journeys.map((journey) => ({
    code: journey.id,
    routeId: idOf(ids.routes, journey.routeId),
    calendarId: idOf(ids.calendars, journey.calendarId),
    vehicleId: idOf(ids.vehicles, feed.routes.get(journey.routeId)?.type ?? 3),
    headsign: journey.headsign || lastStopName(feed, journey.stops.at(-1)?.stopId),
    timezone: part.operator.timezone,
    stops: journey.stops.map((stop) => [
      idOf(ids.stops, stop.stopId),
      stop.arrivesSeconds,
      stop.departsSeconds,
      stop.boundarySeconds,
      stop.boards,
      stop.alights,
    ]),
    headways: journey.frequencies
      .toSorted((a, b) => a.startsSeconds - b.startsSeconds)
      .map((one) => [one.startsSeconds, one.endsSeconds, one.headwaySeconds]),
  }));
}

function lastStopName(feed: Feed, stopId: string | undefined): string {
  const name = stopId === undefined ? undefined : feed.stops.get(stopId)?.name;
  return name?.en ?? name?.ar ?? "";
}

/** Returns the segment fares of the routes priced by zone, and those routes, with stored ids. */
export function resolvedFares(
  fares: ReadonlyMap<string, RouteFares>,
  ids: Ids,
): { byZone: string[]; list: StoredFare[] } {
  const byZone = [...fares].filter(([, one]) => one.byZone);
  return {
    byZone: byZone.map(([routeId]) => idOf(ids.routes, routeId)),
    list: byZone.flatMap(([routeId, { segments }]) =>
      segments.map(({ fromStopId, toStopId, priceMinor }) => ({
        routeId: idOf(ids.routes, routeId),
        fromStopId: idOf(ids.stops, fromStopId),
        toStopId: idOf(ids.stops, toStopId),
        priceMinor,
      })),
    ),
  };
}

function idOf<Key>(ids: ReadonlyMap<Key, string>, key: Key): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`no row was stored for ${String(key)}`);
  return id;
}
