import type { FeedFare, FeedStop } from "./feed/feed.ts";

/** The price of a ride between two stops. */
export type SegmentFare = { fromStopId: string; toStopId: string; priceMinor: number };

export interface RouteFares {
  /** The price of a ride without a segment fare; null when the feed has none. */
  priceMinor: number | null;
  segments: SegmentFare[];
  /** Whether the feed prices this route by zone, so that the feed decides its segment fares. */
  byZone: boolean;
  /** For a route priced by zone: how many rides the feed has no fare for. */
  unpricedPairs: number;
}

/**
 * Works out a route's fares by zone. A fare between two stops is stored even where it equals the route's own price:
 * without it the ride would cost the sum of its hops. Where several fares apply the cheapest counts, as in trip
 * planners.
 *
 * @param rides stop ids of each journey of the route, in order
 * @see https://gtfs.org/documentation/schedule/reference/#fare_rulestxt
 */
export function routeFares(
  routeId: string,
  rides: readonly (readonly string[])[],
  stops: ReadonlyMap<string, FeedStop>,
  fares: readonly FeedFare[],
): RouteFares {
  const ruled = fares.map((fare) => ({
    priceMinor: fare.priceMinor,
    rules: fare.rules.filter((rule) => rule.routeId === "" || rule.routeId === routeId),
    everywhere: fare.rules.length === 0,
  }));
  const byZone = ruled.some((fare) => fare.rules.some((rule) => rule.fromZone || rule.toZone));
  const cheapest = (from: string, to: string) =>
    ruled
      .filter(
        (fare) =>
          fare.everywhere ||
          fare.rules.some(
            (rule) =>
              (rule.fromZone === "" || rule.fromZone === from) &&
              (rule.toZone === "" || rule.toZone === to),
          ),
      )
      .reduce<number | null>(
        (least, { priceMinor }) => (least === null ? priceMinor : Math.min(least, priceMinor)),
        null,
      );
  const priceMinor = cheapest("", "");
  if (!byZone) return { priceMinor, segments: [], byZone, unpricedPairs: 0 };
  const segments: SegmentFare[] = [];
  let unpricedPairs = 0;
  for (const [fromStopId, toStopId] of pairsOf(rides)) {
    const [from, to] = [stops.get(fromStopId)?.zone ?? "", stops.get(toStopId)?.zone ?? ""];
    const price = cheapest(from, to);
    if (price === null) unpricedPairs += 1;
    else segments.push({ fromStopId, toStopId, priceMinor: price });
  }
  return { priceMinor, segments, byZone, unpricedPairs };
}

/** Returns every pair of different stops where some ride calls at the first before the second. */
function pairsOf(rides: readonly (readonly string[])[]): Iterable<[string, string]> {
  const pairs = new Map<string, [string, string]>();
  for (const ride of rides) {
    for (const [index, from] of ride.entries()) {
      for (const to of ride.slice(index + 1)) {
        if (from !== to) pairs.set(`${from}\0${to}`, [from, to]);
      }
    }
  }
  return pairs.values();
}
